import type { QuadraticEntries } from "@qtwin/model";

/** Costs of facilities at places and of pairs of facilities at pairs of places, of any form. */
export interface PairCosts {
  readonly size: number;
  /** Facility i at place k: entry i·size + k. */
  readonly linear: Float64Array;
  /** Columns a = i·size + k and b = j·size + l together: entry a·size² + b, the same as b·size² + a. */
  readonly pair: Float64Array;
}

export function pairCosts(
  size: number,
  linear: Float64Array,
  { left, right, value }: QuadraticEntries,
  sign: 1 | -1,
): PairCosts {
  const count = size * size;
  const pair = new Float64Array(count * count);
  for (let entry = 0; entry < value.length; entry++) {
    pair[left[entry]! * count + right[entry]!] = sign * value[entry]!;
    pair[right[entry]! * count + left[entry]!] = sign * value[entry]!;
  }
  return { size, linear, pair };
}

export function pairCostOf({ size, linear, pair }: PairCosts, place: ArrayLike<number>): number {
  const count = size * size;
  let cost = 0;
  for (let i = 0; i < size; i++) {
    const own = i * size + place[i]!;
    cost += linear[own]!;
    for (let j = i + 1; j < size; j++) cost += pair[own * count + j * size + place[j]!]!;
  }
  return cost;
}
