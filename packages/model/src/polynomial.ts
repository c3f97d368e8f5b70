import { rounded } from "./decimals.ts";
import { FloatColumn, IntColumn } from "./growing.ts";
import { cancels, mergedPairs, mergedTerms, type Pairs, type Terms } from "./merge-terms.ts";
import type { HigherEntries, QuadraticEntries } from "./model.ts";

const noInts = new Int32Array(0);
const noFloats = new Float64Array(0);

/** No products of three or more in any of `count` rows. */
export const emptyHigher = (count: number): HigherEntries => ({
  start: new Int32Array(count + 1),
  factorStart: new Int32Array(1),
  factor: noInts,
  value: noFloats,
});

/** Products in growing columns. */
interface PairColumns {
  readonly left: IntColumn;
  readonly right: IntColumn;
  readonly pairValue: FloatColumn;
}

function reservePairs({ left, right, pairValue }: PairColumns, count: number): void {
  for (const column of [left, right, pairValue]) column.reserve(column.length + count);
}

const extendedPairs = ({ left, right, pairValue }: PairColumns, count: number): Pairs => ({
  left: left.extended(count),
  right: right.extended(count),
  value: pairValue.extended(count),
});

/**
 * One polynomial under construction: terms in any order and repeated; `PolynomialRows.push` merges them. Products must
 * come with ascending factors, and without powers of variables that are only 0 or 1.
 */
export class Polynomial {
  constant = 0;
  readonly column = new IntColumn();
  readonly value = new FloatColumn();
  readonly left = new IntColumn(1);
  readonly right = new IntColumn(1);
  readonly pairValue = new FloatColumn(1);
  readonly factorStart = new IntColumn(1);
  readonly factor = new IntColumn(1);
  readonly higherValue = new FloatColumn(1);

  /** Empties it and keeps its memory. */
  clear(): void {
    this.constant = 0;
    for (const column of [this.column, this.value, this.left, this.right, this.pairValue]) column.length = 0;
    for (const column of [this.factorStart, this.factor, this.higherValue]) column.length = 0;
  }

  linear(column: number, value: number): void {
    this.column.push(column);
    this.value.push(value);
  }

  /** left ≤ right. */
  pair(left: number, right: number, value: number): void {
    this.left.push(left);
    this.right.push(right);
    this.pairValue.push(value);
  }

  /** Room for so many products more. */
  reservePairs(count: number): void {
    reservePairs(this, count);
  }

  /** So many products more, which the caller fills in. */
  extendPairs(count: number): Pairs {
    return extendedPairs(this, count);
  }

  /** Products in columns, each times `factor`: much faster than one by one. */
  pairs({ left, right, value }: Pairs, factor = 1): void {
    const from = this.pairValue.length;
    this.left.pushAll(left);
    this.right.pushAll(right);
    this.pairValue.pushAll(value);
    const { data, length } = this.pairValue;
    if (factor !== 1) for (let at = from; at < length; at++) data[at]! *= factor;
  }

  /** A product of ascending factors; none is the constant, one is linear. */
  product(factors: ArrayLike<number>, value: number): void {
    if (factors.length === 0) this.constant += value;
    else if (factors.length === 1) this.linear(factors[0]!, value);
    else if (factors.length === 2) this.pair(factors[0]!, factors[1]!, value);
    else {
      this.factorStart.push(this.factor.length);
      this.factor.pushAll(factors);
      this.higherValue.push(value);
    }
  }

  /** Rounds all factors and the constant to so many digits behind the point. */
  round(digits: number): void {
    this.constant = rounded(this.constant, digits);
    for (const { data, length } of [this.value, this.pairValue, this.higherValue])
      for (let at = 0; at < length; at++) data[at] = rounded(data[at]!, digits);
  }

  get degree(): 0 | 1 | 2 | 3 {
    if (this.higherValue.length > 0) return 3;
    if (this.pairValue.length > 0) return 2;
    return this.column.length > 0 ? 1 : 0;
  }
}

/** Polynomials as compressed rows, growing. */
export class PolynomialRows {
  count = 0;
  readonly start = new IntColumn();
  readonly column = new IntColumn();
  readonly value = new FloatColumn();
  readonly pairStart = new IntColumn();
  readonly left = new IntColumn(1);
  readonly right = new IntColumn(1);
  readonly pairValue = new FloatColumn(1);
  readonly higherStart = new IntColumn();
  readonly factorStart = new IntColumn(1);
  readonly factor = new IntColumn(1);
  readonly higherValue = new FloatColumn(1);

  constructor() {
    for (const column of [this.start, this.pairStart, this.higherStart, this.factorStart]) column.push(0);
  }

  /** Appends a polynomial as a row: terms of the same variables add up, those that cancel are left out. */
  push(sum: Polynomial): void {
    const { column, value } = mergedLinear(sum);
    this.column.pushAll(column);
    this.value.pushAll(value);
    if (sum.pairValue.length > 0) this.pushPairs(mergedQuadratic(sum));
    if (sum.higherValue.length > 0) mergeHigher(sum, this);
    this.closeRow();
  }

  /** Appends a row that is merged already. */
  copy(rows: PolynomialColumns, row: number): void {
    const [from, to] = [rows.start[row]!, rows.start[row + 1]!];
    this.column.pushAll(rows.column.subarray(from, to));
    this.value.pushAll(rows.value.subarray(from, to));
    const { quadratic, higher } = rows;
    const [pairFrom, pairTo] = [quadratic.start[row]!, quadratic.start[row + 1]!];
    this.left.pushAll(quadratic.left.subarray(pairFrom, pairTo));
    this.right.pushAll(quadratic.right.subarray(pairFrom, pairTo));
    this.pairValue.pushAll(quadratic.value.subarray(pairFrom, pairTo));
    for (let entry = higher.start[row]!; entry < higher.start[row + 1]!; entry++) {
      const factors = higher.factor.subarray(higher.factorStart[entry]!, higher.factorStart[entry + 1]!);
      this.pushHigher(factors, higher.value[entry]!);
    }
    this.closeRow();
  }

  pushHigher(factors: ArrayLike<number>, value: number): void {
    this.factor.pushAll(factors);
    this.factorStart.push(this.factor.length);
    this.higherValue.push(value);
  }

  private pushPairs({ left, right, value }: Pairs): void {
    this.left.pushAll(left);
    this.right.pushAll(right);
    this.pairValue.pushAll(value);
  }

  /** A row of `count` products that are merged already; the caller fills them in. */
  extendPairs(count: number): Pairs {
    const pairs = extendedPairs(this, count);
    this.closeRow();
    return pairs;
  }

  /** Room for so many products more. */
  reservePairs(count: number): void {
    reservePairs(this, count);
  }

  columns(): PolynomialColumns {
    return this.read("trimmed");
  }

  /** The rows without copies where room was reserved; nothing can be appended afterwards. */
  taken(): PolynomialColumns {
    return this.read("taken");
  }

  private read(how: "trimmed" | "taken"): PolynomialColumns {
    return {
      start: this.start[how](),
      column: this.column[how](),
      value: this.value[how](),
      quadratic: {
        start: this.pairStart[how](),
        left: this.left[how](),
        right: this.right[how](),
        value: this.pairValue[how](),
      },
      higher: {
        start: this.higherStart[how](),
        factorStart: this.factorStart[how](),
        factor: this.factor[how](),
        value: this.higherValue[how](),
      },
    };
  }

  /** Ends the row of the terms since the last one. */
  closeRow(): void {
    this.count++;
    this.start.push(this.column.length);
    this.pairStart.push(this.pairValue.length);
    this.higherStart.push(this.higherValue.length);
  }
}

/** The function part of `ConstraintRows`. */
export interface PolynomialColumns {
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
  readonly quadratic: QuadraticEntries;
  readonly higher: HigherEntries;
}

/** The order in which `key` ascends; the identity is found first since terms mostly come in order. */
function orderOf(count: number, compare: (a: number, b: number) => number): Uint32Array | null {
  let strictly = true;
  for (let entry = 1; strictly && entry < count; entry++) strictly = compare(entry - 1, entry) < 0;
  if (strictly) return null;
  const order = new Uint32Array(count);
  for (let entry = 0; entry < count; entry++) order[entry] = entry;
  return order.sort((a, b) => compare(a, b) || a - b);
}

const mergedLinear = ({ column, value }: Polynomial): Terms =>
  mergedTerms({ count: value.length, column: column.data, value: value.data });

const mergedQuadratic = ({ left, right, pairValue }: Polynomial): Pairs =>
  mergedPairs({ count: pairValue.length, left: left.data, right: right.data, value: pairValue.data });

/**
 * One polynomial merged, in arrays of its own: without the copies of growing rows.
 * @param isSpent nobody changes it any more, so that its own arrays may be taken
 */
export function finished(sum: Polynomial, isSpent = false): Omit<PolynomialColumns, "start"> {
  const own = isSpent ? roomy : copied;
  const { column, value } = mergedLinear(sum);
  const { left, right, value: pairValue } = mergedQuadratic(sum);
  return {
    column: own(column, sum.column.data),
    value: own(value, sum.value.data),
    quadratic: {
      start: Int32Array.of(0, pairValue.length),
      left: own(left, sum.left.data),
      right: own(right, sum.right.data),
      value: own(pairValue, sum.pairValue.data),
    },
    higher: finishedHigher(sum),
  };
}

function finishedHigher(sum: Polynomial): HigherEntries {
  const rows = new PolynomialRows();
  if (sum.higherValue.length > 0) mergeHigher(sum, rows);
  rows.closeRow();
  return rows.columns().higher;
}

/** A copy of what is a small part of its memory; else the array itself. */
const roomy = <T extends Int32Array | Float64Array>(merged: T): T =>
  2 * merged.byteLength < merged.buffer.byteLength ? (merged.slice() as T) : merged;

/** Also a copy of a view of the polynomial, which can still change. */
const copied = <T extends Int32Array | Float64Array>(merged: T, from: T): T =>
  merged.buffer === from.buffer ? (merged.slice() as T) : roomy(merged);

function mergeHigher({ factorStart, factor, higherValue }: Polynomial, target: PolynomialRows): void {
  const count = higherValue.length;
  const factorsOf = (entry: number): Int32Array =>
    factor.data.subarray(
      factorStart.data[entry]!,
      entry + 1 < count ? factorStart.data[entry + 1]! : factor.length,
    );
  const compare = (a: number, b: number): number => compareFactors(factorsOf(a), factorsOf(b));
  const order = orderOf(count, compare);
  for (let at = 0; at < count; ) {
    const entry = order ? order[at]! : at;
    let [sum, magnitude] = [0, 0];
    for (; at < count && compare(order ? order[at]! : at, entry) === 0; at++) {
      const value = higherValue.data[order ? order[at]! : at]!;
      sum += value;
      magnitude += Math.abs(value);
    }
    if (!cancels(sum, magnitude)) target.pushHigher(factorsOf(entry), sum);
  }
}

/** By degree, then by factors. */
function compareFactors(left: Int32Array, right: Int32Array): number {
  if (left.length !== right.length) return left.length - right.length;
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return left[at]! - right[at]!;
  return 0;
}
