import type { Polynomial } from "../polynomial.ts";

/** Adds weight·(Σ a·x − b)² over distinct 0-1 variables by ascending column, where x² = x. */
export function addSquare(
  sum: Polynomial,
  columns: Int32Array,
  a: Float64Array,
  b: number,
  weight: number,
): void {
  sum.constant += weight * b * b;
  for (let at = 0; at < columns.length; at++) sum.linear(columns[at]!, weight * a[at]! * (a[at]! - 2 * b));
  addAllPairs(sum, columns, a, 2 * weight);
}

/** Adds weight·Σ l·l' over all pairs of literals; literal at is x where negated[at] is 0, else 1 − x. */
export function addLiteralPairs(
  sum: Polynomial,
  columns: Int32Array,
  negated: Uint8Array,
  weight: number,
): void {
  const sign = Float64Array.from(negated, (each) => 1 - 2 * each);
  let constants = 0;
  for (const each of negated) constants += each;
  // A pair of constants for two negated literals, and for each literal one sign·x for each other negated one.
  sum.constant += (weight * constants * (constants - 1)) / 2;
  for (let at = 0; at < columns.length; at++)
    sum.linear(columns[at]!, weight * sign[at]! * (constants - negated[at]!));
  addAllPairs(sum, columns, sign, weight);
}

/** Adds weight·a[i]·a[j]·x·y for i < j, in order. */
function addAllPairs(sum: Polynomial, columns: Int32Array, a: Float64Array, weight: number): void {
  const { left, right, value } = sum.extendPairs((columns.length * (columns.length - 1)) / 2);
  let entry = 0;
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i]!;
    const factor = weight * a[i]!;
    for (let j = i + 1; j < columns.length; j++) {
      left[entry] = column;
      right[entry] = columns[j]!;
      value[entry++] = factor * a[j]!;
    }
  }
}
