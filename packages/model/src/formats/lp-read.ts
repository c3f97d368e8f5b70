import type { Model } from "../model.ts";
import { Draft, type DraftRow, DraftSum } from "./draft.ts";
import { fileInfinity } from "./file-model.ts";
import { LpTokens, lp } from "./lp-tokens.ts";
import { readNotes } from "./notes.ts";
import { type Source, syntaxError, unsupportedAt } from "./source.ts";
import { plainLineEnds, TextLines } from "./text-lines.ts";

/**
 * Reads CPLEX LP. Both sides of a row may hold variables and numbers; `l <= sum <= u` is an interval; products stand in
 * brackets, halved in the objective. From 1e20 on a bound is none.
 * @throws QT_MODEL_SYNTAX, QT_MODEL_UNSUPPORTED_FEATURE, QT_MODEL_CROSSED_BOUNDS with file, line and column
 */
export function parseLp(source: Source): Model {
  return new LpReader(source).read();
}

const operators = "'<=', '>=' or '='";
const sectionNames = "'Subject To', 'Bounds', 'Generals', 'Binaries' or 'End'";

class LpReader {
  private readonly source: Source;
  private readonly text: string;
  private readonly tokens: LpTokens;
  private readonly kinds: Int32Array;
  private readonly count: number;
  private readonly draft: Draft;
  private next = 0;
  private rowCount = 0;

  constructor(source: Source) {
    this.source = source;
    this.text = plainLineEnds(source.text);
    this.tokens = new LpTokens(this.text);
    this.kinds = this.tokens.kind.data;
    this.count = this.tokens.kind.length;
    this.draft = new Draft(source, new TextLines(this.text));
  }

  read(): Model {
    const { stray, comments } = this.tokens;
    if (stray !== undefined)
      throw this.failure(
        stray,
        `'${this.text[stray]}' belongs to nothing.`,
        "a name, a number or an operator",
      );
    this.readObjective();
    while (this.next < this.count && this.kind() !== lp.end) this.readSection();
    return this.draft.build(readNotes(comments, this.source, (offset) => this.draft.placeOf(offset)));
  }

  private readObjective(): void {
    const section = this.kind();
    if (section !== lp.maximize && section !== lp.minimize) throw this.unexpected("'Minimize' or 'Maximize'");
    this.next++;
    this.draft.sense = section === lp.maximize ? "maximize" : "minimize";
    this.draft.objectiveName = this.optionalName() ?? "objective";
    const sum = this.sum({ halved: true });
    this.draft.objective.addTerms(sum, 1);
    this.draft.objective.constant = sum.constant;
    if (!Number.isFinite(sum.constant)) throw this.unexpected("a finite constant in the objective");
  }

  private readSection(): void {
    const section = this.kind();
    if (section < lp.maximize)
      throw this.unexpected("'+' or '-' before a term, or a section such as 'Subject To', 'Bounds' or 'End'");
    if (section === lp.unsupported)
      throw this.unsupported(
        "Semi-continuous variables, special ordered sets, lazy and general constraints are not supported.",
      );
    if (section < lp.rows) throw this.unexpected(sectionNames);
    this.next++;
    while (this.next < this.count && this.kind() < lp.maximize) {
      if (section === lp.rows) this.readRow();
      else if (section === lp.bounds) this.readBound();
      else this.draft.variables[this.variable()]!.kind = section === lp.integers ? "integer" : "binary";
    }
  }

  private readRow(): void {
    const at = this.offset();
    this.rowCount++;
    const name = this.optionalName() ?? `c${this.rowCount}`;
    const sides = [this.sum({})];
    const comparisons: number[] = [];
    while (this.isComparison() && comparisons.length < 2) {
      comparisons.push(this.kinds[this.next++]!);
      const isRight = sides.some(({ terms, pairs }) => terms.length + pairs.length > 0);
      sides.push(this.sum({ endsWithLine: isRight }));
    }
    if (comparisons.length === 0) throw this.unexpected(operators);
    if (comparisons.length === 2) this.addInterval(name, at, sides, comparisons);
    else this.addRow(name, at, sides[0]!, comparisons[0]!, sides[1]!);
  }

  private addRow(name: string, at: number, left: DraftSum, comparison: number, right: DraftSum): void {
    const bound = right.constant - left.constant;
    left.addTerms(right, -1);
    const lower = comparison === lp.atMost ? -Infinity : bound;
    const upper = comparison === lp.atLeast ? Infinity : bound;
    this.closeRow(this.draft.row(name, at, lower, upper, left));
  }

  private addInterval(
    name: string,
    at: number,
    sides: readonly DraftSum[],
    comparisons: readonly number[],
  ): void {
    const [first, middle, last] = sides as [DraftSum, DraftSum, DraftSum];
    const oneWay = comparisons[0] === comparisons[1] && comparisons[0] !== lp.equal;
    const outer = first.terms.length + last.terms.length + first.pairs.length + last.pairs.length;
    if (!oneWay || outer > 0)
      throw this.failure(at, `Row '${name}' is no interval.`, "number <= sum <= number");
    const [low, high] = comparisons[0] === lp.atMost ? [first, last] : [last, first];
    const { constant } = middle;
    this.closeRow(this.draft.row(name, at, low.constant - constant, high.constant - constant, middle));
  }

  /** `x >= -infinity` bounds nothing. */
  private closeRow(row: DraftRow): void {
    row.lower = bounded(row.lower);
    row.upper = bounded(row.upper);
    if (row.lower === -Infinity && row.upper === -Infinity) row.upper = Infinity;
    if (row.lower === Infinity && row.upper === Infinity) row.lower = -Infinity;
  }

  private readBound(): void {
    if (this.kind() === lp.name && !this.isInfinity()) this.readBoundOf();
    else this.readBoundFrom();
  }

  /** `1 <= x` or `1 <= x <= 2`. */
  private readBoundFrom(): void {
    const low = this.signedNumber();
    const comparison = this.comparison();
    const variable = this.variable();
    this.setBound(variable, mirrored(comparison), low);
    if (this.isComparison()) this.setBound(variable, this.comparison(), this.signedNumber());
  }

  /** `x <= 2` or `x free`. */
  private readBoundOf(): void {
    const variable = this.variable();
    if (this.kind() === lp.name && this.word().toLowerCase() === "free") {
      this.next++;
      Object.assign(this.draft.variables[variable]!, { lower: -Infinity, upper: Infinity });
      return;
    }
    if (!this.isComparison()) throw this.unexpected(`'free', ${operators}`);
    this.setBound(variable, this.comparison(), this.signedNumber());
  }

  private setBound(index: number, comparison: number, value: number): void {
    const variable = this.draft.variables[index]!;
    if (comparison !== lp.atMost) variable.lower = bounded(value);
    if (comparison !== lp.atLeast) variable.upper = bounded(value);
  }

  /**
   * Signed terms up to a comparison, a section or the next row. A right-hand side ends with its line: what follows on
   * the next, even with a sign, is a row without a name.
   */
  private sum({ endsWithLine = false, halved = false }): DraftSum {
    const sum = new DraftSum();
    const first = this.next;
    while (this.next < this.count) {
      const kind = this.kind();
      if (kind >= lp.maximize || this.isComparison() || this.startsRow()) break;
      if (kind === lp.colon) throw this.unexpected("a term such as '3 x'");
      const signed = kind === lp.plus || kind === lp.minus;
      if (this.next > first && (!signed || (endsWithLine && this.startsLine()))) break;
      this.term(sum, endsWithLine, halved);
    }
    return sum;
  }

  private term(sum: DraftSum, endsWithLine: boolean, halved: boolean): void {
    const sign = this.sign();
    if (this.kind() === lp.open) this.products(sum, sign, halved);
    else this.plainTerm(sum, sign, endsWithLine);
  }

  /** A number, a variable or both. */
  private plainTerm(sum: DraftSum, sign: number, endsWithLine: boolean): void {
    const number = this.kind() === lp.number ? this.number() : undefined;
    const isNextRow = endsWithLine && number !== undefined && this.startsLine();
    if (!isNextRow && number === undefined && this.isInfinity()) {
      this.next++;
      sum.constant += sign * Infinity;
    } else if (!isNextRow && this.kind() === lp.name && !this.startsRow()) {
      sum.terms.push(this.variable(), sign * (number ?? 1));
      if (this.kind() === lp.power || this.kind() === lp.times)
        throw this.unexpected("'+', '-' or a comparison: products stand in brackets, as in '[ 2 x * y ]'");
    } else if (number === undefined) throw this.missingTerm();
    else sum.constant += sign * number;
  }

  /** `[ 2 x ^ 2 - 4 x * y ] / 2`. */
  private products(sum: DraftSum, sign: number, halved: boolean): void {
    this.next++;
    const first = sum.pairs.length;
    while (this.kind() !== lp.close) {
      const isFirst = sum.pairs.length === first;
      if (!isFirst && this.kind() !== lp.plus && this.kind() !== lp.minus)
        throw this.unexpected("'+', '-' or ']'");
      this.productTerm(sum, sign);
    }
    this.next++;
    if (!this.half(halved)) return;
    for (let at = first + 2; at < sum.pairs.length; at += 3) sum.pairs[at]! /= 2;
  }

  private productTerm(sum: DraftSum, sign: number): void {
    const value = sign * this.sign() * (this.kind() === lp.number ? this.number() : 1);
    const left = this.variable();
    const operator = this.kind();
    if (operator !== lp.power && operator !== lp.times) throw this.unexpected("'^ 2' or '* y'");
    this.next++;
    if (operator === lp.times) sum.pairs.push(left, this.variable(), value);
    else {
      if (this.kind() !== lp.number || Number(this.word()) !== 2) throw this.unexpected("2, the only power");
      this.next++;
      sum.pairs.push(left, left, value);
    }
  }

  /** `/ 2` after the brackets; the format asks for it in the objective. */
  private half(isObjective: boolean): boolean {
    if (this.kind() !== lp.over) {
      if (isObjective) throw this.unexpected("'/ 2' after the products of the objective");
      return false;
    }
    this.next++;
    if (this.kind() !== lp.number || Number(this.word()) !== 2) throw this.unexpected("2");
    this.next++;
    return true;
  }

  private missingTerm(): Error {
    if (this.kind() === lp.arrow) return this.unsupported("Indicator constraints are not supported.");
    return this.unexpected("a number or the name of a variable");
  }

  private sign(): number {
    let sign = 1;
    for (; this.kind() === lp.plus || this.kind() === lp.minus; this.next++)
      if (this.kind() === lp.minus) sign = -sign;
    return sign;
  }

  private signedNumber(): number {
    const sign = this.sign();
    if (this.kind() === lp.number) return sign * this.number();
    if (!this.isInfinity()) throw this.unexpected("a number or 'infinity'");
    this.next++;
    return sign * Infinity;
  }

  private number(): number {
    const value = Number(this.word());
    this.next++;
    return value;
  }

  private isInfinity(): boolean {
    if (this.kind() !== lp.name) return false;
    const length = this.tokens.end.data[this.next]! - this.offset();
    return (length === 3 || length === 8) && /^inf(inity)?$/i.test(this.word());
  }

  private isComparison(): boolean {
    const kind = this.kind();
    return kind === lp.atMost || kind === lp.atLeast || kind === lp.equal;
  }

  private comparison(): number {
    if (!this.isComparison()) throw this.unexpected(operators);
    return this.kinds[this.next++]!;
  }

  private variable(): number {
    if (this.kind() !== lp.name) throw this.unexpected("the name of a variable");
    const index = this.draft.variable(this.offset(), this.tokens.end.data[this.next]!);
    this.next++;
    return index;
  }

  private optionalName(): string | undefined {
    if (!this.startsRow()) return undefined;
    const name = this.word();
    this.next += 2;
    return name;
  }

  private startsRow(): boolean {
    return this.kind() === lp.name && this.next + 1 < this.count && this.kinds[this.next + 1] === lp.colon;
  }

  private startsLine(): boolean {
    return this.tokens.opensLine.data[this.next] === 1 || this.next >= this.count;
  }

  /** Of the next token, −1 at the end. */
  private kind(): number {
    return this.next < this.count ? this.kinds[this.next]! : -1;
  }

  private offset(): number {
    return this.tokens.start.data[Math.min(this.next, this.count - 1)] ?? 0;
  }

  private word(): string {
    return this.text.slice(this.offset(), this.tokens.end.data[this.next]!);
  }

  private unexpected(expected: string): Error {
    if (this.kind() === lp.arrow) return this.unsupported("Indicator constraints are not supported.");
    const message = this.next < this.count ? `'${this.word()}' is not expected here.` : "The file ends here.";
    return this.failure(this.offset(), message, expected);
  }

  private unsupported(message: string): Error {
    return unsupportedAt(this.source, this.draft.placeOf(this.offset()), message);
  }

  private failure(offset: number, message: string, expected: string): Error {
    return syntaxError(this.source, this.draft.placeOf(offset), message, expected);
  }
}

const bounded = (value: number): number =>
  Math.abs(value) >= fileInfinity ? Math.sign(value) * Infinity : value;

const mirrored = (comparison: number): number =>
  comparison === lp.atMost ? lp.atLeast : comparison === lp.atLeast ? lp.atMost : lp.equal;
