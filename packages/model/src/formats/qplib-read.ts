import type { Model } from "../model.ts";
import { Draft, DraftSum, type FileKind } from "./draft.ts";
import { readNotes } from "./notes.ts";
import { QplibLines } from "./qplib-lines.ts";
import type { Source } from "./source.ts";

/** More would not fit into memory, so the number itself is wrong. */
const mostEntries = 2 ** 26;
const fileKinds = ["continuous", "integer", "binary"] as const;
const kindsOfAll: Readonly<Record<string, FileKind>> = { C: "continuous", B: "binary", I: "integer" };

interface Sides {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

interface Named {
  readonly name: string;
  readonly at: number;
}

/**
 * Reads a QPLIB file: minimise or maximise ½xᵀQx + bᵀx + q under rows ½xᵀQᵢx + bᵢᵀx between their sides. Each matrix
 * is given by its lower triangle; starting points are passed over.
 * Source: Furini et al., QPLIB, Mathematical Programming Computation 11 (2019), appendix on the file format.
 * @throws QT_MODEL_SYNTAX with file, line and column
 */
export function parseQplib(source: Source): Model {
  return new QplibReader(source).read();
}

class QplibReader {
  private readonly source: Source;
  private readonly lines: QplibLines;
  private readonly draft: Draft;
  private variableCount = 0;

  constructor(source: Source) {
    this.source = source;
    this.lines = new QplibLines(source);
    this.draft = new Draft(source, this.lines.lines);
  }

  read(): Model {
    const { lines, draft } = this;
    lines.enter("the name of the problem");
    draft.name = lines.word("the name of the problem");
    const [objective, kinds, constraints] = this.readType();
    draft.sense = this.readSense();
    const hasRows = constraints !== "N" && constraints !== "B";
    this.variableCount = this.count("the number of variables");
    const rowCount = hasRows ? this.count("the number of constraints") : 0;
    this.readObjective(objective !== "L");
    const sums = Array.from({ length: rowCount }, () => new DraftSum());
    if (hasRows) this.readFunctions(sums, constraints !== "L");
    const infinity = this.value("the value for infinity");
    const sides = hasRows ? this.readSides(rowCount, infinity) : undefined;
    const bounds = kinds === "B" ? undefined : this.readSides(this.variableCount, infinity);
    const kind = this.readKinds(kinds!);
    this.skipStartingPoints(hasRows ? rowCount : undefined);
    this.addVariables(this.readNames(this.variableCount, "x"), kind, bounds);
    for (const [row, { name, at }] of this.readNames(rowCount, "c").entries())
      draft.row(name, at, sides!.lower[row]!, sides!.upper[row]!, sums[row]!);
    lines.finish();
    return draft.build(readNotes(lines.comments, this.source, (offset) => draft.placeOf(offset)));
  }

  /** Letters for the objective, the variables and the constraints. */
  private readType(): readonly string[] {
    const expected = "three letters: L, D, C or Q; C, B, M, I or G; N, B, L, D, C or Q";
    this.lines.enter(expected);
    const { at } = this.lines;
    const word = this.lines.word(expected).toUpperCase();
    if (!/^[LDCQ][CBMIG][NBLDCQ]$/.test(word))
      throw this.lines.failure(at, `'${word}' is no type of problem.`, expected);
    return [...word];
  }

  private readSense(): Model["sense"] {
    this.lines.enter("minimize or maximize");
    const { at } = this.lines;
    const word = this.lines.word("minimize or maximize").toLowerCase();
    if (word === "minimize" || word === "maximize") return word;
    throw this.lines.failure(at, `'${word}' is no sense.`, "minimize or maximize");
  }

  private readObjective(isQuadratic: boolean): void {
    const { objective } = this.draft;
    if (isQuadratic)
      this.eachLine("the number of quadratic terms in the objective", () => this.readPair(objective));
    const linear = this.readList(this.variableCount, "a linear coefficient of the objective");
    for (const [index, value] of linear.entries()) if (value !== 0) objective.terms.push(index, value);
    objective.constant = this.value("the constant of the objective");
  }

  private readFunctions(sums: readonly DraftSum[], areQuadratic: boolean): void {
    const rowSum = (): DraftSum => sums[this.index("a constraint", sums.length)]!;
    if (areQuadratic)
      this.eachLine("the number of quadratic terms in all constraints", () => this.readPair(rowSum()));
    this.eachLine("the number of linear terms in all constraints", () => {
      const sum = rowSum();
      sum.terms.push(this.index("a variable", this.variableCount), this.lines.number("a coefficient"));
    });
  }

  /** An entry of the lower triangle of Q in ½xᵀQx. */
  private readPair(sum: DraftSum): void {
    const row = this.index("a variable", this.variableCount);
    const { at } = this.lines;
    const column = this.index("a variable", this.variableCount);
    if (column > row)
      throw this.lines.failure(at, "The entry lies above the diagonal.", "an entry of the lower triangle");
    const value = this.lines.number("a coefficient");
    sum.pairs.push(column, row, row === column ? value / 2 : value);
  }

  private readSides(size: number, infinity: number): Sides {
    const lower = this.readList(size, "a lower side");
    const upper = this.readList(size, "an upper side");
    return {
      lower: lower.map((value) => (value <= -infinity ? -Infinity : value)),
      upper: upper.map((value) => (value >= infinity ? Infinity : value)),
    };
  }

  private readKinds(letter: string): readonly FileKind[] {
    const common = kindsOfAll[letter];
    if (common) return new Array<FileKind>(this.variableCount).fill(common);
    const numbers = this.readList(this.variableCount, "a type of variable: 0, 1 or 2", 2);
    return Array.from(numbers, (number) => fileKinds[number]!);
  }

  private skipStartingPoints(rowCount: number | undefined): void {
    this.readList(this.variableCount, "a starting value");
    if (rowCount !== undefined) this.readList(rowCount, "a starting value of a dual");
    this.readList(this.variableCount, "a starting value of a dual");
  }

  private readNames(size: number, prefix: string): readonly Named[] {
    const { lines } = this;
    const names = Array.from(
      { length: size },
      (_, index): Named => ({ name: `${prefix}${index + 1}`, at: 0 }),
    );
    this.eachLine("the number of names", () => {
      const index = this.index("a position", size);
      const { at } = lines;
      names[index] = { at, name: lines.word("a name") };
    });
    return names;
  }

  private addVariables(names: readonly Named[], kinds: readonly FileKind[], bounds: Sides | undefined): void {
    const taken = new Set<string>();
    for (const [index, { name, at }] of names.entries()) {
      if (taken.size === taken.add(name).size)
        throw this.lines.failure(at, `There are two variables '${name}'.`, "a name of its own");
      const isOpenBinary = kinds[index] === "binary" && bounds?.upper[index] === Infinity;
      const upper = isOpenBinary ? 1 : bounds?.upper[index];
      this.draft.addVariable(name, at);
      Object.assign(this.draft.variables[index]!, { kind: kinds[index], lower: bounds?.lower[index], upper });
    }
  }

  /** A default value and the values that differ from it. @param most if set, whole numbers from 0 to this */
  private readList(size: number, what: string, most?: number): Float64Array {
    const next = (): number =>
      most === undefined ? this.lines.number(what) : this.lines.whole(what, 0, most);
    this.lines.enter(`the default of ${what}`);
    const list = new Float64Array(size).fill(next());
    this.eachLine(`the number of other values (${what})`, () => {
      const index = this.index("a position", size);
      list[index] = next();
    });
    return list;
  }

  /** Reads how many lines follow, and then each. */
  private eachLine(expected: string, readLine: () => void): void {
    const count = this.count(expected);
    for (let line = 0; line < count; line++) {
      this.lines.enter(`entry ${line + 1} of ${count} (${expected})`);
      readLine();
    }
  }

  private count(expected: string): number {
    this.lines.enter(expected);
    return this.lines.whole(expected, 0, mostEntries);
  }

  private value(expected: string): number {
    this.lines.enter(expected);
    return this.lines.number(expected);
  }

  /** Files count from 1. */
  private index(expected: string, size: number): number {
    return this.lines.whole(expected, 1, size) - 1;
  }
}
