import type { Random } from "@qtwin/core";
import type { Part } from "./parts.ts";

/** Variables of a block: for each, the one that gains most is known, and looked for again only where a gain has changed. */
const blockSize = 64;

/** Flips the variable that gains most until none gains; the bits are changed in place. */
export function descend({ linear, start, other, value }: Part, bits: Int8Array): void {
  const count = linear.length;
  const field = linear.slice();
  for (let i = 0; i < count; i++)
    if (bits[i] === 1)
      for (let entry = start[i]!; entry < start[i + 1]!; entry++) field[other[entry]!]! += value[entry]!;
  // Rounding must not let a flip and its way back gain both.
  const least = 1e-12 * linear.reduce((most, bias) => Math.max(most, Math.abs(bias)), 1);
  const best = new BlockBest(field, bits);
  for (let flips = 0; flips < 100 * count; flips++) {
    const chosen = best.find(least);
    if (chosen < 0) return;
    const step = bits[chosen] === 1 ? -1 : 1;
    bits[chosen] = bits[chosen] === 1 ? 0 : 1;
    best.touch(chosen);
    for (let entry = start[chosen]!; entry < start[chosen + 1]!; entry++) {
      field[other[entry]!]! += step * value[entry]!;
      best.touch(other[entry]!);
    }
  }
}

/** The variable that gains most by a flip, block by block. */
class BlockBest {
  private readonly field: Float64Array;
  private readonly bits: Int8Array;
  private readonly gain: Float64Array;
  private readonly variable: Int32Array;
  private readonly isStale: Uint8Array;

  constructor(field: Float64Array, bits: Int8Array) {
    const blocks = Math.ceil(field.length / blockSize);
    this.field = field;
    this.bits = bits;
    this.gain = new Float64Array(blocks);
    this.variable = new Int32Array(blocks);
    this.isStale = new Uint8Array(blocks).fill(1);
  }

  /** The gain of a variable has changed. */
  touch(variable: number): void {
    this.isStale[Math.floor(variable / blockSize)] = 1;
  }

  /** @returns the first of those that gain most; −1: none gains more than `least` */
  find(least: number): number {
    let [most, chosen] = [least, -1];
    for (let block = 0; block < this.gain.length; block++) {
      if (this.isStale[block]) this.refresh(block);
      if (this.gain[block]! > most) [most, chosen] = [this.gain[block]!, this.variable[block]!];
    }
    return chosen;
  }

  private refresh(block: number): void {
    const { field, bits } = this;
    const end = Math.min(field.length, (block + 1) * blockSize);
    let [most, chosen] = [-Infinity, -1];
    for (let i = block * blockSize; i < end; i++) {
      const gain = bits[i] === 1 ? field[i]! : -field[i]!;
      if (gain > most) [most, chosen] = [gain, i];
    }
    this.gain[block] = most;
    this.variable[block] = chosen;
    this.isStale[block] = 0;
  }
}

export const randomBits = (count: number, random: Random): Int8Array =>
  Int8Array.from({ length: count }, () => (random.next() < 0.5 ? 1 : 0));
