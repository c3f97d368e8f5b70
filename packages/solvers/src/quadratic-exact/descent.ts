import type { Random } from "@qtwin/core";
import type { Part } from "./parts.ts";

/** Flips the variable that gains most until none gains; the bits are changed in place. */
export function descend({ linear, start, other, value }: Part, bits: Int8Array): void {
  const count = linear.length;
  const field = linear.slice();
  for (let i = 0; i < count; i++)
    if (bits[i] === 1)
      for (let entry = start[i]!; entry < start[i + 1]!; entry++) field[other[entry]!]! += value[entry]!;
  // Rounding must not let a flip and its way back gain both.
  const least = 1e-12 * linear.reduce((most, bias) => Math.max(most, Math.abs(bias)), 1);
  for (let flips = 0; flips < 100 * count; flips++) {
    let [most, chosen] = [least, -1];
    for (let i = 0; i < count; i++) {
      const gain = bits[i] === 1 ? field[i]! : -field[i]!;
      if (gain > most) [most, chosen] = [gain, i];
    }
    if (chosen < 0) return;
    const step = bits[chosen] === 1 ? -1 : 1;
    bits[chosen] = bits[chosen] === 1 ? 0 : 1;
    for (let entry = start[chosen]!; entry < start[chosen + 1]!; entry++)
      field[other[entry]!]! += step * value[entry]!;
  }
}

export const randomBits = (count: number, random: Random): Int8Array =>
  Int8Array.from({ length: count }, () => (random.next() < 0.5 ? 1 : 0));
