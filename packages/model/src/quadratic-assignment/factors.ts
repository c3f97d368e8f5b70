import { greatestDivisor } from "@qtwin/core";
import type { ObjectiveTerm, QuadraticEntries } from "../model.ts";
import { eachProductRow, linearOf, type Qap } from "./products.ts";

/**
 * Finds matrices whose products are those of an objective over n choices of n options, diagonals included; null: there
 * are none.
 */
export function qapFactors(size: number, term: ObjectiveTerm): Qap | null {
  const qap = productFactors(size, term.quadratic);
  if (!qap) return null;
  const own = ownFactors(size, term);
  for (let row = 0; row < size; row++) {
    qap.flow[row * size + row] = own.first[row]!;
    qap.distance[row * size + row] = own.second[row]!;
  }
  const { column, value } = linearOf(qap);
  return column.join() === term.column.join() && value.join() === term.value.join() ? qap : null;
}

/**
 * Finds matrices with empty diagonals whose products are these (column i·size + k: facility i is at place k); null: there
 * are none. With flow = S + K and distance = T + L, each split into its symmetric and its antisymmetric part, the product
 * of facilities i, j at places k, l is 2·S(ij)·T(kl) + 2·K(ij)·L(kl), and with the places exchanged the second part changes
 * its sign: so that both are tables of rank one. They fix their factors up to a scale, which the cost does not depend on:
 * whole products have whole distances and flows that are multiples of a quarter.
 * @param tolerance share of a product by which it may differ from its factors; default: not at all
 */
export function productFactors(size: number, quadratic: QuadraticEntries, tolerance = 0): Qap | null {
  const productAt = productLookup(size, quadratic);
  const even = rankOne(size, quadratic, (i, j, k, l) => (productAt(i, j, k, l) + productAt(i, j, l, k)) / 4);
  const symmetric = qapOf(size, even, nothing(size), 0);
  // Most are symmetric in one of the two, and then the second table is empty.
  if (gives(symmetric, quadratic, tolerance)) return symmetric;
  const odd = rankOne(size, quadratic, (i, j, k, l) => (productAt(i, j, k, l) - productAt(i, j, l, k)) / 4);
  const qap = qapOf(size, even, odd, tolerance > 0 ? cancelled : 0);
  return gives(qap, quadratic, tolerance) ? qap : null;
}

const nothing = (size: number): Factors => ({
  first: new Float64Array(size * size),
  second: new Float64Array(size * size),
});

/** Share of two numbers below which their sum is what rounding left of 0. */
const cancelled = 1e-14;

/** @param noise share of two numbers below which their sum counts as 0 */
function qapOf(size: number, even: Factors, odd: Factors, noise: number): Qap {
  const sum = (a: number, b: number): number =>
    Math.abs(a + b) <= noise * (Math.abs(a) + Math.abs(b)) ? 0 : a + b;
  const matrix = (side: keyof Factors): Float64Array => {
    const result = new Float64Array(size * size);
    eachPair(size, (row, column) => {
      const [symmetric, other] = [even[side][row * size + column]!, odd[side][row * size + column]!];
      result[row * size + column] = sum(symmetric, other);
      result[column * size + row] = sum(symmetric, -other);
    });
    return result;
  };
  return { size, flow: matrix("first"), distance: matrix("second") };
}

interface Factors {
  /** Upper triangle of a matrix over facilities (or its diagonal). */
  readonly first: Float64Array;
  /** The same over places. */
  readonly second: Float64Array;
}

/** The coefficient of facilities i < j at places k ≠ l, found by halving within the row of the first column. */
function productLookup(size: number, { left, right, value }: QuadraticEntries): Table {
  const rowStart = new Int32Array(size * size + 1);
  for (let entry = 0; entry < left.length; entry++) rowStart[left[entry]! + 1]!++;
  for (let column = 0; column < size * size; column++) rowStart[column + 1]! += rowStart[column]!;
  return (i, j, k, l) => {
    const wanted = j * size + l;
    let [low, high] = [rowStart[i * size + k]!, rowStart[i * size + k + 1]!];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (right[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    return low < rowStart[i * size + k + 1]! && right[low] === wanted ? value[low]! : 0;
  };
}

type Table = (i: number, j: number, k: number, l: number) => number;

/** Factors of a table over pairs i < j and k < l, from one row and one column that are not empty; zero when all are. */
function rankOne(size: number, quadratic: QuadraticEntries, at: Table): Factors {
  const first = new Float64Array(size * size);
  const second = new Float64Array(size * size);
  const pivot = firstEntry(size, quadratic, at);
  if (!pivot) return { first, second };
  const [i0, j0, k0, l0] = pivot;
  eachPair(size, (k, l) => {
    second[k * size + l] = at(i0, j0, k, l);
  });
  const unit = commonUnit(second);
  for (let entry = 0; entry < second.length; entry++) second[entry]! /= unit;
  const scale = second[k0 * size + l0]!;
  eachPair(size, (i, j) => {
    first[i * size + j] = at(i, j, k0, l0) / scale;
  });
  return { first, second };
}

function firstEntry(
  size: number,
  { left, right }: QuadraticEntries,
  at: Table,
): readonly [number, number, number, number] | null {
  for (let entry = 0; entry < left.length; entry++) {
    const [i, j] = [Math.floor(left[entry]! / size), Math.floor(right[entry]! / size)];
    const [k, l] = [left[entry]! % size, right[entry]! % size];
    if (i < j && k !== l && at(i, j, Math.min(k, l), Math.max(k, l)) !== 0)
      return [i, j, Math.min(k, l), Math.max(k, l)];
  }
  return null;
}

function eachPair(size: number, visit: (a: number, b: number) => void): void {
  for (let a = 0; a < size; a++) for (let b = a + 1; b < size; b++) visit(a, b);
}

/** The largest number that makes all entries whole when they are multiples of a quarter, else 1. */
function commonUnit(values: Float64Array): number {
  let divisor = 0;
  for (const value of values) {
    const quarters = Math.abs(value) * 4;
    if (!Number.isSafeInteger(quarters)) return 1;
    divisor = greatestDivisor(divisor, quarters);
  }
  return divisor === 0 ? 1 : divisor / 4;
}

/** The diagonals, from the linear part. */
function ownFactors(size: number, { column, value }: ObjectiveTerm): Factors {
  const table = new Float64Array(size * size);
  column.forEach((each, entry) => {
    table[each] = value[entry]!;
  });
  const pivot = table.findIndex((cost) => cost !== 0);
  if (pivot < 0) return { first: new Float64Array(size), second: new Float64Array(size) };
  const row = Math.floor(pivot / size);
  const second = table.slice(row * size, (row + 1) * size);
  const unit = commonUnit(second);
  for (let place = 0; place < size; place++) second[place]! /= unit;
  const scale = second[pivot % size]!;
  const first = new Float64Array(size).map((_, i) => table[i * size + (pivot % size)]! / scale);
  return { first, second };
}

/**
 * Whether the matrices give these products. A product is compared with its own size, or that of the two terms it is the sum
 * of, so that one huge product hides no other; where terms cancel, it may be missing on either side.
 */
function gives(qap: Qap, quadratic: QuadraticEntries, tolerance: number): boolean {
  const { left, right, value } = quadratic;
  const isNear = (first: number, second: number, product: number, wanted: number): boolean =>
    product === wanted ||
    (tolerance > 0 &&
      Math.abs(product - wanted) <= tolerance * Math.max(Math.abs(wanted), termsOf(qap, first, second)));
  let entry = 0;
  let isGiven = true;
  /** Passes over entries the matrices do not give, up to the one at these columns. */
  const skipTo = (first: number, second: number): void => {
    while (
      entry < value.length &&
      (left[entry]! < first || (left[entry] === first && right[entry]! < second))
    ) {
      isGiven &&= isNear(left[entry]!, right[entry]!, 0, value[entry]!);
      entry++;
    }
  };
  eachProductRow(qap, (first, seconds, products) => {
    for (let at = 0; at < seconds.length && isGiven; at++) {
      const second = seconds[at]!;
      skipTo(first, second);
      const isThere = left[entry] === first && right[entry] === second;
      isGiven &&= isNear(first, second, products[at]!, isThere ? value[entry]! : 0);
      if (isThere) entry++;
    }
  });
  if (isGiven) skipTo(Infinity, 0);
  return isGiven;
}

/** Size of the two terms of a product: of both directions between two facilities at two places. */
function termsOf({ size, flow, distance }: Qap, first: number, second: number): number {
  const [i, j] = [Math.floor(first / size), Math.floor(second / size)];
  const [k, l] = [first % size, second % size];
  return (
    Math.abs(flow[i * size + j]! * distance[k * size + l]!) +
    Math.abs(flow[j * size + i]! * distance[l * size + k]!)
  );
}
