import { createRandom } from "@qtwin/core";

/** Random numbers for inner loops. Source: Marsaglia, "Xorshift RNGs", 2003. */
export class Xorshift {
  private state: number;

  constructor(seed: number) {
    this.state = 1 + createRandom(seed).integer(2 ** 32 - 1);
  }

  /** A whole number from 0 to count − 1. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** Uniform in [0, 1). */
  next(): number {
    let x = this.state | 0;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.state = x;
    return (x >>> 0) / 4294967296;
  }
}
