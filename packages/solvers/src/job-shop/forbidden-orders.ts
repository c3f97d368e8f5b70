import type { JobShop } from "./job-shop.ts";

/** Largest number of pairs with an entry of their own; beyond, some share one. */
const mostPairs = 2 ** 22;

/** Until which iteration an operation may not be put before another one of its machine. */
export class ForbiddenOrders {
  /** Number of each operation among those of its machine. */
  private readonly number: Int32Array;
  /** Most operations of a machine. */
  private readonly width: number;
  private readonly iteration: Int32Array;
  private readonly mask: number;

  constructor({ operationCount, machineCount, machine }: JobShop) {
    const sizes = new Int32Array(machineCount + 1);
    this.number = new Int32Array(operationCount);
    for (let at = 0; at < operationCount; at++) this.number[at] = sizes[machine[at]! + 1]!++;
    this.width = sizes.subarray(1).reduce((most, size) => Math.max(most, size), 1);
    const size = Math.min(mostPairs, 2 ** Math.ceil(Math.log2(operationCount * this.width + 1)));
    this.iteration = new Int32Array(size);
    this.mask = size - 1;
  }

  /** Number of entries. */
  get size(): number {
    return this.iteration.length;
  }

  clear(): void {
    this.iteration.fill(0);
  }

  /** `second` may not get in front of `first` until then. */
  forbid(first: number, second: number, until: number): void {
    this.iteration[(first * this.width + this.number[second]!) & this.mask] = until;
  }

  until(first: number, second: number): number {
    return this.iteration[(first * this.width + this.number[second]!) & this.mask]!;
  }
}
