import { localFields, type SpinRows } from "./spin-rows.ts";

function steepestFlip(spins: Int8Array, felt: Float64Array): number {
  let steepest = 0;
  for (let i = 1; i < spins.length; i++)
    if (spins[i]! * felt[i]! > spins[steepest]! * felt[steepest]!) steepest = i;
  return steepest;
}

/** Sums of |weights| round by less than this share of the whole. */
const rounding = 1e-13;

/**
 * Flips the spin that lowers the energy most until no single flip lowers it; of equal flips the first spin's.
 * Changes `spins` (1 or -1 each) in place.
 * @returns how many spins were flipped
 */
export function descend(rows: SpinRows, spins: Int8Array): number {
  const felt = localFields(rows, spins);
  const { start, column, coupling } = rows;
  // A gain within rounding is none: else two equal assignments could take turns for ever.
  let scale = 0;
  for (const value of [rows.field, coupling]) for (const weight of value) scale += Math.abs(weight);
  for (let flips = 0; spins.length > 0; flips++) {
    const i = steepestFlip(spins, felt);
    if (!(spins[i]! * felt[i]! > rounding * scale)) return flips;
    spins[i] = -spins[i]!;
    for (let entry = start[i]!; entry < start[i + 1]!; entry++)
      felt[column[entry]!]! += 2 * coupling[entry]! * spins[i]!;
  }
  return 0;
}
