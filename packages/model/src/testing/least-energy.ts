import type { Model } from "../model.ts";

/** Bits whose values are all kept in one table: it fits into a near cache. */
const tableBits = 14;

/**
 * Minimum of a QUBO of up to about 32 variables by looking at every state: a table over the first bits, brought up to date
 * for each state of the others, which follow a Gray code. Exact for whole coefficients.
 */
export function leastEnergy({ variables, objective }: Model): {
  readonly energy: number;
  readonly values: Float64Array;
} {
  const { count } = variables;
  const low = Math.min(count, tableBits);
  const pair = pairMatrix(count, objective.quadratic);
  const energy = tableOf(low, objective.constant, (bit, other) =>
    other < 0 ? objective.linear[bit]! : pair[bit * count + other]!,
  );
  const changes = Array.from({ length: count - low }, (_, high) =>
    sumsOf(low, objective.linear[low + high]!, (bit) => pair[(low + high) * count + bit]!),
  );
  const isSet = new Uint8Array(count);
  let best = { energy: Infinity, values: new Float64Array(count) };
  for (let step = 0; ; step++) {
    const at = indexOfLeast(energy);
    if (energy[at]! < best.energy)
      best = {
        energy: energy[at]!,
        values: Float64Array.from(isSet, (bit, index) => (index < low ? (at >> index) & 1 : bit)),
      };
    if (step + 1 === 2 ** changes.length) return best;
    const high = 31 - Math.clz32((step + 1) & -(step + 1));
    flip(energy, changes[high]!, isSet, low + high, (other) => pair[(low + high) * count + other]!, low);
  }
}

function pairMatrix(count: number, { left, right, value }: Model["objective"]["quadratic"]): Float64Array {
  const pair = new Float64Array(count * count);
  for (let entry = 0; entry < value.length; entry++) {
    pair[left[entry]! * count + right[entry]!] = value[entry]!;
    pair[right[entry]! * count + left[entry]!] = value[entry]!;
  }
  return pair;
}

/** start + Σ weight(bit) over the bits set, for each state of the bits. */
function sumsOf(bits: number, start: number, weight: (bit: number) => number): Float64Array {
  const sums = new Float64Array(2 ** bits).fill(start, 0, 1);
  for (let bit = 0; bit < bits; bit++)
    for (let state = 0; state < 2 ** bit; state++) sums[2 ** bit + state] = sums[state]! + weight(bit);
  return sums;
}

/** Energy of each state of the first bits, the others 0; `coefficient(bit, −1)` is the linear one. */
function tableOf(
  bits: number,
  constant: number,
  coefficient: (bit: number, other: number) => number,
): Float64Array {
  const energy = new Float64Array(2 ** bits).fill(constant, 0, 1);
  for (let bit = 0; bit < bits; bit++) {
    const change = sumsOf(bit, coefficient(bit, -1), (other) => coefficient(bit, other));
    for (let state = 0; state < 2 ** bit; state++) energy[2 ** bit + state] = energy[state]! + change[state]!;
  }
  return energy;
}

function flip(
  energy: Float64Array,
  change: Float64Array,
  isSet: Uint8Array,
  bit: number,
  pairWith: (other: number) => number,
  low: number,
): void {
  const sign = isSet[bit] === 1 ? -1 : 1;
  let shift = 0;
  for (let other = low; other < isSet.length; other++)
    if (other !== bit && isSet[other] === 1) shift += pairWith(other);
  for (let state = 0; state < energy.length; state++) energy[state]! += sign * (change[state]! + shift);
  isSet[bit] = 1 - isSet[bit]!;
}

function indexOfLeast(values: Float64Array): number {
  let best = 0;
  for (let at = 1; at < values.length; at++) if (values[at]! < values[best]!) best = at;
  return best;
}
