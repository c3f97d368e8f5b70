import { createModel } from "../builder.ts";
import type { ConstraintMeaning, Model, VariableKind } from "../model.ts";
import type { SumBuilder } from "../sum-builder.ts";
import { NameTable } from "./name-table.ts";
import type { Notes } from "./notes.ts";
import { locatedAt, type Place, type Source, whereIn } from "./source.ts";
import type { TextLines } from "./text-lines.ts";

/** Kinds that a file gives one variable by itself. */
export type FileKind = Exclude<VariableKind, "choice">;

export interface DraftVariable {
  readonly name: string;
  /** Offset of its first mention in the text. */
  readonly at: number;
  kind: FileKind;
  /** Undefined until the file says it. */
  lower: number | undefined;
  upper: number | undefined;
}

/** A sum as it is read; plain lists of numbers, since most rows are short. */
export class DraftSum {
  constant = 0;
  /** Alternating (variable, coefficient). */
  readonly terms: number[] = [];
  /** Triples (variable, variable, coefficient). */
  readonly pairs: number[] = [];

  /** Adds `factor` times another sum; its constant stays behind. */
  addTerms({ terms, pairs }: DraftSum, factor: number): void {
    for (let at = 0; at < terms.length; at += 2) this.terms.push(terms[at]!, factor * terms[at + 1]!);
    for (let at = 0; at < pairs.length; at += 3)
      this.pairs.push(pairs[at]!, pairs[at + 1]!, factor * pairs[at + 2]!);
  }

  addTo(builder: SumBuilder): void {
    const { terms, pairs } = this;
    for (let at = 0; at < terms.length; at += 2) builder.plus(terms[at + 1]!, terms[at]!);
    for (let at = 0; at < pairs.length; at += 3) builder.product(pairs[at + 2]!, pairs[at]!, pairs[at + 1]!);
  }
}

export interface DraftRow {
  readonly name: string;
  readonly at: number;
  lower: number;
  upper: number;
  readonly sum: DraftSum;
}

/** A model as a file is read: names before bounds, bounds before kinds, in any order. */
export class Draft {
  name = "";
  sense: Model["sense"] = "minimize";
  objectiveName = "objective";
  readonly objective = new DraftSum();
  readonly variables: DraftVariable[] = [];
  readonly rows: DraftRow[] = [];
  private readonly known: NameTable;
  private readonly source: Source;
  private readonly lines: TextLines;

  constructor(source: Source, lines: TextLines) {
    this.source = source;
    this.lines = lines;
    this.known = new NameTable(lines.text);
  }

  /** The variable whose name stands there, made at its first mention. */
  variable(start: number, end: number): number {
    const index = this.known.add(start, end);
    return index < this.variables.length ? index : this.addVariable(this.known.nameOf(index), start);
  }

  /** The variable whose name stands there, −1 when none was made. */
  knownVariable(start: number, end: number): number {
    return this.known.find(start, end);
  }

  /** A variable whose name the caller knows to be new. */
  addVariable(name: string, at: number): number {
    return this.variables.push({ name, at, kind: "continuous", lower: undefined, upper: undefined }) - 1;
  }

  row(name: string, at: number, lower: number, upper: number, sum = new DraftSum()): DraftRow {
    const row: DraftRow = { name, at, lower, upper, sum };
    this.rows.push(row);
    return row;
  }

  placeOf(offset: number): Place {
    return this.lines.placeOf(offset);
  }

  /** @throws QT_MODEL_CROSSED_BOUNDS and the other errors of the builder, at their place in the file */
  build(notes: Notes): Model {
    const model = createModel({ name: notes.model?.name ?? this.name, sense: this.sense });
    for (const variable of this.variables) {
      const note = notes.variables.get(variable.name) ?? { name: variable.name, unit: "1" };
      const { name, unit, kind = variable.kind } = note;
      const { lower = 0, upper = kind === "binary" ? 1 : Infinity } = variable;
      this.located(variable.at, () => model[kind](name, { lower, upper, unit }));
    }
    for (const { name, at, lower, upper, sum } of this.joinedRows(notes)) {
      this.located(at, () => {
        const row = model.constraint(notes.rows.get(name) ?? this.meaningOf(name, at));
        sum.addTo(row);
        row.between(lower, upper);
      });
    }
    const meaning = notes.objective ?? {
      id: this.freeId(this.objectiveName),
      rule: "objective",
      sentence: "The objective of the file.",
      unit: "1",
    };
    locatedAt(`${this.source.fileName}:${this.objectiveName}`, () =>
      this.objective.addTo(model.objective(meaning).constant(this.objective.constant)),
    );
    return model.build();
  }

  private located(at: number, build: () => void): void {
    locatedAt(() => whereIn(this.source, this.placeOf(at)), build);
  }

  /** Rows whose upper side stands in a row of its own take it over, unless someone has edited one of the two. */
  private joinedRows({ uppers }: Notes): readonly DraftRow[] {
    if (uppers.size === 0) return this.rows;
    const byName = new Map(this.rows.map((row) => [row.name, row]));
    return this.rows.filter((side) => {
      const target = byName.get(uppers.get(side.name) ?? "");
      const isPair = target !== undefined && target.upper === Infinity && side.lower === -Infinity;
      if (!isPair || !isSame(target.sum, side.sum)) return true;
      target.upper = side.upper;
      return false;
    });
  }

  private meaningOf(name: string, at: number): ConstraintMeaning {
    const origin = `${this.source.fileName}:${this.lines.lineOf(at)}`;
    return { id: name, rule: name, sentence: `Row '${name}' of the file.`, unit: "1", origin };
  }

  private freeId(wanted: string): string {
    const taken = new Set(this.rows.map((row) => row.name));
    let id = wanted;
    while (taken.has(id)) id += "'";
    return id;
  }
}

const isSame = (left: DraftSum, right: DraftSum): boolean =>
  sameNumbers(left.terms, right.terms) && sameNumbers(left.pairs, right.pairs);

const sameNumbers = (left: readonly number[], right: readonly number[]): boolean =>
  left.length === right.length && left.every((value, at) => value === right[at]);
