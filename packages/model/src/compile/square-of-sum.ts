import type { Pairs } from "../merge-terms.ts";
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
  sum.pairs(allPairs(columns, a), 2 * weight);
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
  sum.pairs(allPairs(columns, sign), weight);
}

/** a[i]·a[j] for i < j, in order. */
function allPairs(columns: Int32Array, a: Float64Array): Pairs {
  const count = (columns.length * (columns.length - 1)) / 2;
  const pairs = { left: new Int32Array(count), right: new Int32Array(count), value: new Float64Array(count) };
  let entry = 0;
  for (let i = 0; i < columns.length; i++) {
    const [column, factor] = [columns[i]!, a[i]!];
    for (let j = i + 1; j < columns.length; j++) {
      pairs.left[entry] = column;
      pairs.right[entry] = columns[j]!;
      pairs.value[entry++] = factor * a[j]!;
    }
  }
  return pairs;
}
