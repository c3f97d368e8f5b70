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
 * its sign: so that both are tables of rank one. They fix their factors up to a scale, which the cost does not depend on.
 * @param tolerance by how much a product may differ from its factors; default: not at all
 */
export function productFactors(size: number, quadratic: QuadraticEntries, tolerance = 0): Qap | null {
  const productAt = productLookup(size, quadratic);
  const even = rankOne(size, quadratic, (i, j, k, l) => (productAt(i, j, k, l) + productAt(i, j, l, k)) / 4);
  const symmetric = qapOf(size, even, null);
  // Most are symmetric in one of the two, and then the second table is empty.
  if (gives(symmetric, quadratic, tolerance)) return symmetric;
  const odd = rankOne(size, quadratic, (i, j, k, l) => (productAt(i, j, k, l) - productAt(i, j, l, k)) / 4);
  const qap = qapOf(size, even, odd);
  return gives(qap, quadratic, tolerance) ? qap : null;
}

function qapOf(size: number, even: Factors, odd: Factors | null): Qap {
  const matrix = (side: keyof Factors): Float64Array => {
    const result = new Float64Array(size * size);
    eachPair(size, (row, column) => {
      const [symmetric, other] = [even[side][row * size + column]!, odd?.[side][row * size + column] ?? 0];
      result[row * size + column] = symmetric + other;
      result[column * size + row] = symmetric - other;
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

function greatestDivisor(a: number, b: number): number {
  let [larger, smaller] = [a, b];
  while (smaller !== 0) [larger, smaller] = [smaller, larger % smaller];
  return larger;
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

/** Whether the matrices give these products; those within the tolerance of 0 may be missing on either side. */
function gives(qap: Qap, quadratic: QuadraticEntries, tolerance: number): boolean {
  const { value } = quadratic;
  let at = 0;
  eachProductRow(qap, (first, seconds, products) => {
    if (at >= 0) at = matchesFrom(at, quadratic, first, seconds, products, tolerance);
  });
  if (at < 0) return false;
  while (at < value.length && Math.abs(value[at]!) <= tolerance) at++;
  return at === value.length;
}

/** Where the next row would begin; −1: this one is not there. */
function matchesFrom(
  from: number,
  { left, right, value }: QuadraticEntries,
  first: number,
  seconds: Int32Array,
  products: Float64Array,
  tolerance: number,
): number {
  let entry = from;
  for (let at = 0; at < seconds.length; at++) {
    if (Math.abs(products[at]!) <= tolerance) continue;
    while (Math.abs(value[entry]!) <= tolerance) entry++;
    if (left[entry] !== first || right[entry] !== seconds[at]) return -1;
    if (!(Math.abs(value[entry]! - products[at]!) <= tolerance)) return -1;
    entry++;
  }
  return entry;
}
