import type { Exchange } from "./exchanges.ts";
import { localFields, type SpinRows } from "./spin-rows.ts";

/** Spins that are flipped together, and half of what that lowers the energy. */
interface Move {
  readonly flipped: readonly number[];
  readonly gain: number;
}

function steepest(spins: Int8Array, felt: Float64Array, exchanges: readonly Exchange[]): Move {
  let first = 0;
  for (let i = 1; i < spins.length; i++) if (spins[i]! * felt[i]! > spins[first]! * felt[first]!) first = i;
  let best: Move = { flipped: [first], gain: spins[first]! * felt[first]! };
  for (const { one, other, coupling } of exchanges) {
    if (spins[one] === spins[other]) continue;
    const gain = spins[one]! * felt[one]! + spins[other]! * felt[other]! + 2 * coupling;
    if (gain > best.gain) best = { flipped: [one, other], gain };
  }
  return best;
}

/** Sums of |weights| round by less than this share of the whole. */
const rounding = 1e-13;

/**
 * Makes the move that lowers the energy most, a flip of one spin or one of the exchanges, until none lowers it; of equal
 * moves the first one, flips before exchanges. Changes `spins` (1 or -1 each) in place.
 * @param exchanges none if absent
 * @returns how many spins were flipped
 */
export function descend(rows: SpinRows, spins: Int8Array, exchanges: readonly Exchange[] = []): number {
  const felt = localFields(rows, spins);
  const { start, column, coupling } = rows;
  // A gain within rounding is none: else two equal assignments could take turns for ever.
  let scale = 0;
  for (const value of [rows.field, coupling]) for (const weight of value) scale += Math.abs(weight);
  for (let flips = 0; spins.length > 0; ) {
    const { flipped, gain } = steepest(spins, felt, exchanges);
    if (!(gain > rounding * scale)) return flips;
    for (const i of flipped) {
      spins[i] = -spins[i]!;
      for (let entry = start[i]!; entry < start[i + 1]!; entry++)
        felt[column[entry]!]! += 2 * coupling[entry]! * spins[i]!;
    }
    flips += flipped.length;
  }
  return 0;
}
