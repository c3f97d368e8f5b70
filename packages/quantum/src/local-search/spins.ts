import type { Random } from "@qtwin/core";

/** x = (1 - s)/2. */
export function bitsOfSpins(spins: ArrayLike<number>): Uint8Array {
  return Uint8Array.from(spins, (spin) => (spin < 0 ? 1 : 0));
}

/** s = 1 - 2x. */
export function spinsOfBits(bits: ArrayLike<number>): Int8Array {
  return Int8Array.from(bits, (bit) => 1 - 2 * bit);
}

export function randomSpins(count: number, random: Random): Int8Array {
  return Int8Array.from({ length: count }, () => (random.next() < 0.5 ? 1 : -1));
}

/** One option of each group at random. */
export function randomOneHotSpins(
  count: number,
  groups: readonly (readonly number[])[],
  random: Random,
): Int8Array {
  const spins = new Int8Array(count).fill(1);
  for (const group of groups) spins[group[random.integer(group.length)]!] = -1;
  return spins;
}
