import { type JobShop, pathsOfJobs } from "./job-shop.ts";
import { Propagation } from "./propagation.ts";
import { isShavedAway } from "./shaving.ts";

/** Shops of more operations are not shaved: one sweep would take seconds. */
const mostShaved = 400;

/**
 * A search for the largest makespan below which there is no schedule, in slices: from a bound that takes no time to the least
 * makespan that edge-finding on every machine does not refute, and from there to the least that shaving does not refute.
 */
export class BoundSearch {
  /** No schedule is shorter. */
  bound: number;
  isDone = false;
  private readonly propagation: Propagation;
  private readonly steps: Generator<void, void>;
  /** Makespan of a known schedule. */
  private ceiling = Infinity;

  constructor(shop: JobShop, machines: readonly Int32Array[]) {
    this.bound = trivialBound(shop, machines);
    this.propagation = new Propagation(shop, machines);
    this.steps = this.search(shop.operationCount <= mostShaved);
  }

  /**
   * Goes on for about so many elementary steps (some nanoseconds each).
   * @param ceiling makespan of the best known schedule; there must be one
   */
  advance(work: number, ceiling: number): void {
    const { propagation, steps } = this;
    this.ceiling = ceiling;
    const until = propagation.work + work;
    while (!this.isDone && propagation.work < until) this.isDone = steps.next().done === true;
  }

  private *search(isShaved: boolean): Generator<void, void> {
    yield* this.climb((makespan) => this.propagation.refute(makespan));
    if (isShaved) yield* this.climb((makespan) => isShavedAway(this.propagation, makespan));
  }

  /**
   * Tests what would prove the best known schedule, and where that is not refuted, halves what is left below; what a better
   * schedule makes needless is dropped.
   */
  private *climb(refutes: (makespan: number) => Generator<void, boolean>): Generator<void, void> {
    let open = Infinity;
    while (this.bound < Math.min(open, this.ceiling)) {
      const tested = this.ceiling <= open ? this.ceiling - 1 : (this.bound + open - 1) >> 1;
      const test = refutes(tested);
      let step = test.next();
      for (; !step.done && tested < this.ceiling; step = test.next()) yield;
      if (!step.done) continue;
      if (step.value) this.bound = tested + 1;
      else open = tested;
    }
  }
}

/** The longest job, and the load of each machine between its least head and its least tail. */
function trivialBound(shop: JobShop, machines: readonly Int32Array[]): number {
  const { head, tail } = pathsOfJobs(shop);
  let bound = 0;
  for (let operation = 0; operation < shop.operationCount; operation++)
    bound = Math.max(bound, head[operation]! + tail[operation]!);
  for (const operations of machines) {
    if (operations.length === 0) continue;
    let [load, least, last] = [0, Infinity, Infinity];
    for (const operation of operations) {
      load += shop.duration[operation]!;
      least = Math.min(least, head[operation]!);
      last = Math.min(last, tail[operation]! - shop.duration[operation]!);
    }
    bound = Math.max(bound, least + load + last);
  }
  return bound;
}
