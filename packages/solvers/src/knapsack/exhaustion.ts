import { classesOf, copyPacking, emptyPacking, type Knapsack, leastGain, type Packing } from "./instance.ts";
import { Neighbourhood } from "./neighbourhood.ts";
import { type Relaxation, roundingOf } from "./relaxation.ts";

/** Nodes of the first attempt; each further one has twice as many. */
const firstLimit = 100_000;

/** Tries to search everything the bound leaves open as one neighbourhood: when that ends, the packing is the best. */
export class Exhaustion {
  /** Nodes of all attempts. */
  nodes = 0;
  /** Nodes of the last attempt. */
  lastNodes = 0;
  /** Nodes the next attempt may take. */
  limit = firstLimit;
  /** Whether the last attempt left nothing open. */
  complete = false;
  private readonly knapsack: Knapsack;
  private readonly relaxation: Relaxation;
  private readonly neighbourhood: Neighbourhood;
  private readonly classOf: Int32Array;
  private readonly packing: Packing;

  constructor(knapsack: Knapsack, relaxation: Relaxation) {
    this.knapsack = knapsack;
    this.relaxation = relaxation;
    this.neighbourhood = new Neighbourhood(knapsack, relaxation);
    this.classOf = classesOf(knapsack);
    this.packing = emptyPacking(knapsack);
  }

  /** A better packing, or null: none was found, and there is none when it is `complete`. */
  run(incumbent: Packing, maxNodes: number, stop: () => boolean): Packing | null {
    const { loss, bound } = this.relaxation;
    const rounding = 10 * roundingOf(this.relaxation);
    const target = incumbent.value + leastGain(this.knapsack, incumbent.value);
    let total = 0;
    for (const item of incumbent.taken) total += loss[item]!;
    const isOpen = (item: number): boolean =>
      loss[item]! <= bound - target + rounding && incumbent.taken[this.classOf[item]!] !== item;
    const open = Int32Array.from(loss.keys()).filter(isOpen);
    copyPacking(incumbent, this.packing);
    const found = this.neighbourhood.improve(this.packing, total, open, target, maxNodes, stop);
    this.lastNodes = this.neighbourhood.nodes + 1;
    this.nodes += this.lastNodes;
    this.complete = this.neighbourhood.complete;
    this.limit *= 2;
    return found ? this.packing : null;
  }
}
