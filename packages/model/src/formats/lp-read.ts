import type { Model } from "../model.ts";
import { Draft, readNotes } from "./draft.ts";
import { type LpText, type Token, tokenizeLp } from "./lp-tokens.ts";
import { type Place, type Source, syntaxError, unsupportedAt } from "./source.ts";

interface Sum {
  /** Alternating (variable, coefficient). */
  readonly terms: number[];
  constant: number;
}

/**
 * Reads CPLEX LP. Both sides of a row may hold variables and numbers; `l <= sum <= u` is an interval.
 * @throws QT_MODEL_SYNTAX, QT_MODEL_UNSUPPORTED_FEATURE, QT_MODEL_CROSSED_BOUNDS with file, line and column
 */
export function parseLp(source: Source): Model {
  return new LpReader(source).read();
}

class LpReader {
  private readonly source: Source;
  private readonly text: LpText;
  private readonly draft: Draft;
  private next = 0;
  private rowCount = 0;

  constructor(source: Source) {
    this.source = source;
    this.text = tokenizeLp(source.text);
    this.draft = new Draft(source);
  }

  read(): Model {
    const { stray, comments } = this.text;
    if (stray)
      throw syntaxError(
        this.source,
        stray.place,
        `'${stray.text}' belongs to nothing.`,
        "a name, a number or an operator",
      );
    this.readObjective();
    for (let token = this.take(); token && token.text !== "end"; token = this.take()) this.readSection(token);
    return this.draft.build(readNotes(comments, this.source));
  }

  private readObjective(): void {
    const section = this.take();
    if (section?.kind !== "section" || (section.text !== "maximize" && section.text !== "minimize"))
      throw this.unexpected(section, "'Minimize' or 'Maximize'");
    this.draft.sense = section.text;
    this.draft.objectiveName = this.optionalName() ?? "objective";
    const { terms, constant } = this.sum();
    this.draft.objectiveTerms.push(...terms);
    this.draft.objectiveConstant = constant;
  }

  private readSection(token: Token): void {
    if (token.kind !== "section")
      throw this.unexpected(
        token,
        "'+' or '-' before a term, or a section such as 'Subject To', 'Bounds' or 'End'",
      );
    if (token.text === "unsupported")
      throw unsupportedAt(
        this.source,
        token.place,
        "Semi-continuous variables, special ordered sets, lazy and general constraints are not supported.",
      );
    const readOne =
      token.text === "rows"
        ? () => this.readRow()
        : token.text === "bounds"
          ? () => this.readBound()
          : token.text === "integers"
            ? () => this.readKind("integer")
            : token.text === "binaries"
              ? () => this.readKind("binary")
              : undefined;
    if (!readOne) throw this.unexpected(token, "'Subject To', 'Bounds', 'Generals', 'Binaries' or 'End'");
    while (this.peek() && this.peek()!.kind !== "section") readOne();
  }

  private readRow(): void {
    const { place } = this.peek()!;
    this.rowCount++;
    const name = this.optionalName() ?? `c${this.rowCount}`;
    const sides = [this.sum()];
    const comparisons: string[] = [];
    while (this.peek()?.kind === "comparison" && comparisons.length < 2) {
      comparisons.push(this.take()!.text);
      sides.push(this.sum(sides.some((side) => side.terms.length > 0)));
    }
    if (comparisons.length === 0) throw this.unexpected(this.peek(), "'<=', '>=' or '='");
    if (comparisons.length === 2) this.addInterval(name, place, sides, comparisons);
    else this.addRow(name, place, sides[0]!, comparisons[0]!, sides[1]!);
  }

  private addRow(name: string, place: Place, left: Sum, comparison: string, right: Sum): void {
    const bound = right.constant - left.constant;
    const row = this.draft.row(
      name,
      place,
      comparison === "<=" ? -Infinity : bound,
      comparison === ">=" ? Infinity : bound,
    );
    row.terms.push(...left.terms);
    right.terms.forEach((value, at) => {
      row.terms.push(at % 2 === 0 ? value : -value);
    });
    this.closeFreeRow(row);
  }

  /** `x >= -infinity` bounds nothing. */
  private closeFreeRow(row: { lower: number; upper: number }): void {
    if (row.lower === -Infinity && row.upper === -Infinity) row.upper = Infinity;
    if (row.lower === Infinity && row.upper === Infinity) row.lower = -Infinity;
  }

  private addInterval(
    name: string,
    place: Place,
    sides: readonly Sum[],
    comparisons: readonly string[],
  ): void {
    const [first, middle, last] = sides as [Sum, Sum, Sum];
    const oneWay = comparisons[0] === comparisons[1] && comparisons[0] !== "=";
    if (!oneWay || first.terms.length > 0 || last.terms.length > 0)
      throw syntaxError(this.source, place, `Row '${name}' is no interval.`, "number <= sum <= number");
    const [low, high] = comparisons[0] === "<=" ? [first, last] : [last, first];
    const row = this.draft.row(name, place, low.constant - middle.constant, high.constant - middle.constant);
    row.terms.push(...middle.terms);
  }

  private readBound(): void {
    const { place } = this.peek()!;
    if (this.peek()!.kind === "name" && !this.isInfinity(this.peek()!)) this.readBoundOf(place);
    else this.readBoundFrom();
  }

  /** `1 <= x` or `1 <= x <= 2`. */
  private readBoundFrom(): void {
    const low = this.signedNumber();
    const comparison = this.comparison();
    const variable = this.variableName();
    this.setBound(variable, mirrored(comparison), low);
    if (this.peek()?.kind === "comparison") this.setBound(variable, this.comparison(), this.signedNumber());
  }

  private readBoundOf(place: Place): void {
    const variable = this.variableName();
    const word = this.peek();
    if (word?.kind === "name" && word.text.toLowerCase() === "free") {
      this.take();
      Object.assign(this.draft.variables[variable]!, { lower: -Infinity, upper: Infinity });
      return;
    }
    if (word?.kind !== "comparison") throw this.unexpected(word ?? { place }, "'free', '<=', '>=' or '='");
    this.setBound(variable, this.comparison(), this.signedNumber());
  }

  private setBound(index: number, comparison: string, value: number): void {
    const variable = this.draft.variables[index]!;
    if (comparison !== "<=") variable.lower = value;
    if (comparison !== ">=") variable.upper = value;
  }

  private readKind(kind: "integer" | "binary"): void {
    const variable = this.draft.variables[this.variableName()]!;
    variable.kind = kind;
  }

  /**
   * Signed terms up to a comparison, a section or the next row. A right-hand side ends with its line: what follows on
   * the next, even with a sign, is a row without a name.
   */
  private sum(endsWithLine = false): Sum {
    const sum: Sum = { terms: [], constant: 0 };
    const first = this.next;
    for (let token = this.peek(); token; token = this.peek()) {
      if (token.kind === "section" || token.kind === "comparison" || this.startsRow()) break;
      if (token.kind === "bracket") throw this.nonlinear(token);
      if (token.kind === "colon") throw this.unexpected(token, "a term such as '3 x'");
      if (this.next > first && this.startsAnew(token, endsWithLine)) break;
      this.term(sum, endsWithLine);
    }
    return sum;
  }

  private startsAnew(token: Token, endsWithLine: boolean): boolean {
    return token.kind !== "operator" || (endsWithLine && this.startsLine());
  }

  private startsLine(): boolean {
    const previous = this.text.tokens[this.next - 1];
    return this.peek()?.place.line !== previous?.place.line;
  }

  private term(sum: Sum, endsWithLine: boolean): void {
    const sign = this.sign();
    const number = this.peek()?.kind === "number" ? Number(this.take()!.text) : undefined;
    const isNextRow = endsWithLine && number !== undefined && this.startsLine();
    const name = isNextRow ? undefined : this.peek();
    if (name?.kind === "bracket") throw this.nonlinear(name);
    if (name && this.isInfinity(name) && number === undefined) {
      this.take();
      sum.constant += sign * Infinity;
    } else if (name?.kind === "name" && !this.startsRow()) {
      sum.terms.push(this.variableName(), sign * (number ?? 1));
    } else if (number === undefined) throw this.unexpected(name, "a number or the name of a variable");
    else sum.constant += sign * number;
  }

  private sign(): number {
    let sign = 1;
    for (; this.peek()?.kind === "operator"; this.next++) if (this.peek()!.text === "-") sign = -sign;
    return sign;
  }

  private signedNumber(): number {
    const sign = this.sign();
    const token = this.take();
    if (token?.kind === "number") return sign * Number(token.text);
    if (token && this.isInfinity(token)) return sign * Infinity;
    throw this.unexpected(token, "a number or 'infinity'");
  }

  private isInfinity(token: Token): boolean {
    return token.kind === "name" && /^inf(inity)?$/i.test(token.text);
  }

  private comparison(): string {
    const token = this.take();
    if (token?.kind !== "comparison") throw this.unexpected(token, "'<=', '>=' or '='");
    return token.text;
  }

  private variableName(): number {
    const token = this.take();
    if (token?.kind !== "name") throw this.unexpected(token, "the name of a variable");
    return this.draft.variable(token.text, token.place);
  }

  private optionalName(): string | undefined {
    if (!this.startsRow()) return undefined;
    const name = this.take()!.text;
    this.take();
    return name;
  }

  private startsRow(): boolean {
    return this.peek()?.kind === "name" && this.text.tokens[this.next + 1]?.kind === "colon";
  }

  private peek(): Token | undefined {
    return this.text.tokens[this.next];
  }

  private take(): Token | undefined {
    return this.text.tokens[this.next++];
  }

  private nonlinear(token: Token): Error {
    return unsupportedAt(
      this.source,
      token.place,
      "Quadratic terms and indicator constraints are not supported.",
    );
  }

  private unexpected(token: (Pick<Token, "place"> & Partial<Token>) | undefined, expected: string): Error {
    const last = this.text.tokens.at(-1)?.place ?? { line: 1, column: 1 };
    const message = token ? `'${token.text ?? ""}' is not expected here.` : "The file ends here.";
    return syntaxError(this.source, token?.place ?? last, message, expected);
  }
}

const mirrored = (comparison: string): string =>
  comparison === "<=" ? ">=" : comparison === ">=" ? "<=" : "=";
