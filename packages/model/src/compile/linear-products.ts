import { modelError } from "../errors.ts";
import { IntColumn } from "../growing.ts";
import { type ConstraintMeaning, variableKinds } from "../model.ts";
import { Polynomial } from "../polynomial.ts";
import { writeFromLast } from "./integer-encoding.ts";
import type { Lowering } from "./lowering.ts";
import type { Affine } from "./replacement.ts";
import { powersAndRest } from "./rewrites/integer-log.ts";
import type { Range } from "./row-facts.ts";
import { unbounded } from "./whole-bounds.ts";

/** Bits of an integer: its columns from `first` on, value = lower + Σ factors[k]·bit[k]. */
interface Bits {
  readonly of: number;
  readonly lower: number;
  readonly first: number;
  readonly factors: Float64Array;
}

const [binary, choice, continuous] = (["binary", "choice", "continuous"] as const).map((kind) =>
  variableKinds.indexOf(kind),
);
/** More columns than any model has. */
const mostColumns = 2 ** 26;

/** Products as sums of columns: each pair of columns gets one column of its own, or a sum of such, once. */
export class LinearProducts {
  private readonly into: Lowering;
  /** By left · `mostColumns` + right. */
  private readonly known = new Map<number, Affine>();
  private readonly bits = new Map<number, Bits>();
  /** What encoding computes, in order: result = left · right, or the bits of column `left` where right is −1. */
  private readonly result = new IntColumn();
  private readonly left = new IntColumn();
  private readonly right = new IntColumn();

  constructor(into: Lowering) {
    this.into = into;
    into.fill((values) => this.fill(values));
  }

  /** A sum with its products replaced. @throws QT_MODEL_UNBOUNDED, QT_MODEL_UNSUPPORTED_FEATURE */
  linearOf(sum: Polynomial): Polynomial {
    const linear = new Polynomial();
    linear.constant = sum.constant;
    for (let at = 0; at < sum.column.length; at++) linear.linear(sum.column.data[at]!, sum.value.data[at]!);
    for (let at = 0; at < sum.pairValue.length; at++)
      addScaled(linear, this.pair(sum.left.data[at]!, sum.right.data[at]!), sum.pairValue.data[at]!);
    for (let at = 0; at < sum.higherValue.length; at++) {
      const last = at + 1 === sum.higherValue.length;
      const end = last ? sum.factor.length : sum.factorStart.data[at + 1]!;
      const factors = sum.factor.data.subarray(sum.factorStart.data[at]!, end);
      addScaled(linear, this.product(factors), sum.higherValue.data[at]!);
    }
    return linear;
  }

  /** Rows that make a column of the model the product of two 0-1 columns; it serves wherever the product stands. */
  define(meaning: ConstraintMeaning, left: number, right: number, product: number): void {
    this.addBinaryRows(meaning, left, right, product);
    const key = left * mostColumns + right;
    if (!this.known.has(key)) this.known.set(key, columnAlone(product));
  }

  note(): string {
    const products = this.result.length - this.bits.size;
    const inBits = this.bits.size === 0 ? "" : ` ${this.bits.size} integers are written in bits for them.`;
    return `${products} products have a variable of their own.${inBits}`;
  }

  /** 0-1 columns first: products of those stay 0-1. */
  private product(factors: Int32Array): Affine {
    const isGeneral = (column: number): number => (this.isZeroOne(column) ? 0 : 1);
    const [first, ...rest] = [...factors].sort((a, b) => isGeneral(a) - isGeneral(b) || a - b);
    return rest.reduce((sum, column) => this.times(sum, column), columnAlone(first!));
  }

  private times({ constant, columns, factors }: Affine, column: number): Affine {
    const sum = new Polynomial();
    sum.linear(column, constant);
    for (let at = 0; at < columns.length; at++) addScaled(sum, this.pair(columns[at]!, column), factors[at]!);
    return { constant: sum.constant, columns: sum.column.trimmed(), factors: sum.value.trimmed() };
  }

  private pair(one: number, other: number): Affine {
    const [left, right] = one <= other ? [one, other] : [other, one];
    const key = left * mostColumns + right;
    const known = this.known.get(key);
    if (known) return known;
    const made = this.newPair(left, right);
    this.known.set(key, made);
    return made;
  }

  private newPair(left: number, right: number): Affine {
    if (!this.isZeroOne(left))
      return this.isZeroOne(right) ? this.hull(right, left) : this.inBits(left, right);
    if (!this.isZeroOne(right)) return this.hull(left, right);
    if (left === right) return columnAlone(left);
    const product = this.into.variables.add("binary", this.nameOf(left, right));
    this.addBinaryRows(this.meaningOf(product, left, right), left, right, product);
    return this.computed(product, left, right);
  }

  private addBinaryRows(meaning: ConstraintMeaning, left: number, right: number, product: number): void {
    const { names } = this.into.variables;
    for (const factor of [left, right])
      if (factor !== product)
        this.addRow(this.into.part(meaning, `[${names[factor]}]`), [product, factor], [1, -1], -Infinity, 0);
    const both = this.into.part(meaning, "[both]");
    this.addRow(both, [left, right, product], [1, 1, -1], -Infinity, 1);
  }

  /** z = x·y for x in {0, 1} and l ≤ y ≤ u: l·x ≤ z ≤ u·x and y − u·(1 − x) ≤ z ≤ y − l·(1 − x). McCormick 1976. */
  private hull(x: number, y: number): Affine {
    const { lower, upper } = this.rangeOf(y);
    const { variables } = this.into;
    const kind = this.isWhole(y) ? "integer" : "continuous";
    const bounds = { lower: Math.min(0, lower), upper: Math.max(0, upper), unit: variables.units[y]! };
    const z = variables.add(kind, this.nameOf(x, y), bounds);
    const meaning = this.meaningOf(z, x, y);
    const part = (suffix: string): ConstraintMeaning => this.into.part(meaning, suffix);
    if (upper !== 0) this.addRow(part("[on,upper]"), [z, x], [1, -upper], -Infinity, 0);
    if (lower !== 0) this.addRow(part("[on,lower]"), [z, x], [1, -lower], 0, Infinity);
    this.addRow(part("[off,upper]"), [z, y, x], [1, -1, -lower], -Infinity, -lower);
    this.addRow(part("[off,lower]"), [z, y, x], [1, -1, -upper], -upper, Infinity);
    return this.computed(z, x, y);
  }

  /** Neither is 0-1: an integer one is written in bits, the one that has them or else the one of fewer values. */
  private inBits(left: number, right: number): Affine {
    const whole = [left, right].filter((column) => this.isWhole(column));
    if (whole.length === 0) throw this.noInteger(left, right);
    const width = (column: number): number => {
      const { lower, upper } = this.rangeOf(column);
      return this.bits.has(column) ? -1 : upper - lower;
    };
    const [of] = whole.sort((a, b) => width(a) - width(b));
    const { lower, first, factors } = this.bitsOf(of!);
    const columns = Array.from(factors, (_, bit) => first + bit);
    return this.times({ constant: lower, columns, factors }, of === left ? right : left);
  }

  private bitsOf(column: number): Bits {
    const known = this.bits.get(column);
    if (known) return known;
    const { variables } = this.into;
    const { lower, upper } = this.rangeOf(column);
    const name = variables.names[column]!;
    const bits = { of: column, lower, first: variables.names.length, factors: powersAndRest(upper - lower) };
    const columns = Array.from(bits.factors, (factor) => variables.add("binary", `${name}.${factor}`));
    const sentence = `'${name}' is the sum of its bits.`;
    const meaning = {
      id: this.into.newId(`${name}.bits`),
      rule: "bits",
      sentence,
      unit: variables.units[column]!,
    };
    const factors = Array.from(bits.factors, (factor) => -factor);
    this.addRow(meaning, [column, ...columns], [1, ...factors], lower, lower);
    this.bits.set(column, bits);
    this.remember(bits.first, column, -1);
    return bits;
  }

  private addRow(
    meaning: ConstraintMeaning,
    columns: readonly number[],
    factors: readonly number[],
    lower: number,
    upper: number,
  ): void {
    const sum = new Polynomial();
    addScaled(sum, { constant: 0, columns, factors }, 1);
    this.into.rows.add(meaning, sum, lower, upper);
  }

  private computed(product: number, left: number, right: number): Affine {
    this.remember(product, left, right);
    return columnAlone(product);
  }

  private remember(result: number, left: number, right: number): void {
    this.result.push(result);
    this.left.push(left);
    this.right.push(right);
  }

  private fill(values: Float64Array): void {
    for (let at = 0; at < this.result.length; at++) {
      const [result, left, right] = [this.result.data[at]!, this.left.data[at]!, this.right.data[at]!];
      if (right >= 0) values[result] = values[left]! * values[right]!;
      else {
        const { lower, factors } = this.bits.get(left)!;
        const amount = Math.round(values[left]!) - lower;
        writeFromLast(values.subarray(result, result + factors.length), amount, factors);
      }
    }
  }

  private isZeroOne(column: number): boolean {
    const kind = this.into.variables.kind.data[column];
    return kind === binary || kind === choice;
  }

  private isWhole(column: number): boolean {
    return this.into.variables.kind.data[column] !== continuous;
  }

  /** @throws QT_MODEL_UNBOUNDED */
  private rangeOf(column: number): Range {
    const { lower, upper } = this.into.variables;
    const [from, to] = [lower.data[column]!, upper.data[column]!];
    if (!Number.isFinite(from) || !Number.isFinite(to)) throw unbounded(this.into.source, column);
    return this.isWhole(column)
      ? { lower: Math.ceil(from), upper: Math.floor(to) }
      : { lower: from, upper: to };
  }

  private nameOf(left: number, right: number): string {
    const { names } = this.into.variables;
    return `${names[left]}*${names[right]}`;
  }

  private meaningOf(product: number, left: number, right: number): ConstraintMeaning {
    const { names, units } = this.into.variables;
    const sentence = `'${names[product]}' is the product of '${names[left]}' and '${names[right]}'.`;
    return { id: names[product]!, rule: "product", sentence, unit: units[product]! };
  }

  private noInteger(left: number, right: number): Error {
    const { names } = this.into.variables;
    const what =
      left === right
        ? `The square of the continuous variable '${names[left]}' has no exact linear form.`
        : `The product of the continuous variables '${names[left]}' and '${names[right]}' has no exact linear form.`;
    const fix = "Make one of the factors an integer or a binary variable, or state the product otherwise.";
    return modelError("QT_MODEL_UNSUPPORTED_FEATURE", what, names[left]!, fix);
  }
}

const columnAlone = (column: number): Affine => ({ constant: 0, columns: [column], factors: [1] });

function addScaled(sum: Polynomial, { constant, columns, factors }: Affine, by: number): void {
  sum.constant += by * constant;
  for (let at = 0; at < columns.length; at++) sum.linear(columns[at]!, by * factors[at]!);
}
