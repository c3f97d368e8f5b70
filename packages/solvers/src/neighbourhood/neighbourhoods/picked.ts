import type { Random } from "@qtwin/core";

/** Different blocks up to a number. */
export class Picked {
  readonly list: number[] = [];
  private readonly seen = new Set<number>();
  private readonly size: number;

  constructor(size: number) {
    this.size = size;
  }

  get isFull(): boolean {
    return this.list.length >= this.size;
  }

  /** A block below 0 is none. */
  add(block: number): void {
    if (block < 0 || this.isFull || this.seen.has(block)) return;
    this.seen.add(block);
    this.list.push(block);
  }
}

/** The numbers below `count` in random order. */
export function shuffled(count: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: count }, (_, at) => at);
  for (let at = count - 1; at > 0; at--) {
    const other = random.integer(at + 1);
    const held = order[at]!;
    order[at] = order[other]!;
    order[other] = held;
  }
  return order;
}
