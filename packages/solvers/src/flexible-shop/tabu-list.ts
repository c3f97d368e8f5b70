import type { ShopProblem } from "../shop/problem.ts";

/** Largest number of pairs with an entry of their own; beyond, some share one. */
const pairLimit = 2 ** 22;

/** Until which iteration an operation may not take an option, nor get in front of another operation again. */
export class TabuList {
  private readonly option: Int32Array;
  private readonly pair: Int32Array;
  private readonly size: number;
  private readonly mask: number;
  /** Iterations are kept as counted from here, so that 32 bits are enough. */
  private begin = 0;

  constructor({ machine, startColumn }: ShopProblem) {
    this.size = startColumn.length;
    const pairs = 2 ** Math.ceil(Math.log2(this.size * this.size + 1));
    this.mask = Math.min(pairLimit, pairs) - 1;
    this.option = new Int32Array(machine.length);
    this.pair = new Int32Array(this.mask + 1);
  }

  /** @param begin no iteration before it is asked for from now on */
  clear(begin: number): void {
    this.begin = begin;
    this.option.fill(0);
    this.pair.fill(0);
  }

  forbidOption(option: number, until: number): void {
    this.option[option] = until - this.begin;
  }

  /** All options from one up to before another. */
  forbidOptions(from: number, to: number, until: number): void {
    this.option.fill(until - this.begin, from, to);
  }

  forbidPair(before: number, after: number, until: number): void {
    this.pair[(before * this.size + after) & this.mask] = until - this.begin;
  }

  allowsOption(option: number, iteration: number): boolean {
    return this.option[option]! < iteration - this.begin;
  }

  allowsPair(before: number, after: number, iteration: number): boolean {
    return this.pair[(before * this.size + after) & this.mask]! < iteration - this.begin;
  }
}
