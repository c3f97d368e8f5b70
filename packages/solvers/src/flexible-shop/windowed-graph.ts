import type { ShopProblem } from "../shop/problem.ts";
import { ShopGraph } from "./shop-graph.ts";

/**
 * A schedule with downtimes, deadlines and due dates: heads are exact starts, each operation at the first moment that its
 * job, its machine's order and the downtimes leave (or in a later gap), and the cost follows from them.
 */
export class WindowedGraph extends ShopGraph {
  /** Makespan and tardiness at their prices. */
  cost = 0;
  /** By how much deadlines and the limit of the makespan are missed, summed up. */
  violation = 0;
  /** By operation: how many gaps between downtimes it leaves out although it fits. */
  readonly postponed: Uint8Array;
  /** By operation: how many downtimes of its machine come before it. */
  private readonly gap: Int32Array;

  constructor(problem: ShopProblem) {
    super(problem);
    this.gap = new Int32Array(this.size);
    this.postponed = new Uint8Array(this.size);
  }

  /** Whether it can be good to wait for a later gap: when the next operation needs a setup after a downtime. */
  get hasRestarts(): boolean {
    return this.problem.machines.some(({ setup, places, downtimes }) =>
      downtimes.some(({ place }) =>
        setup?.subarray(place * places, (place + 1) * places).some((time) => time > 0),
      ),
    );
  }

  /** Makes an operation leave out gaps, and updates all starts. */
  postpone(operation: number, gaps: number): void {
    this.postponed[operation] = gaps;
    this.updateHeads(this.position[operation]!);
  }

  /** What an operation adds to the cost and the violation, the makespan left out: more than 0 when it should be earlier. */
  lateness(operation: number): number {
    const { tardiness, latest } = this.problem;
    const option = this.optionOf[operation]!;
    const start = this.head[operation]!;
    let late = Math.max(0, start - latest[option]!);
    for (let term = tardiness.first[option]!; term < tardiness.first[option + 1]!; term++)
      late += tardiness.price[term]! * Math.max(0, start - tardiness.latest[term]!);
    return late;
  }

  protected override updateHeads(from: number): void {
    for (let place = from; place < this.size; place++) this.place(this.order[place]!);
    this.updateMakespan();
    this.updateCost();
  }

  /** Start of an operation whose predecessors have theirs: gap by gap between the downtimes of its machine. */
  private place(operation: number): void {
    const { problem, head, duration, gap } = this;
    const option = this.optionOf[operation]!;
    const inJob = this.jobBefore[operation]!;
    const before = this.machineBefore[operation]!;
    let ready = problem.release[operation]!;
    if (inJob >= 0) ready = Math.max(ready, head[inJob]! + this.delay[inJob]!);
    const { downtimes, setup, places } = problem.machines[problem.machine[option]!]!;
    const own = problem.place[option]!;
    const first = before < 0 ? 0 : gap[before]!;
    let left = this.postponed[operation]!;
    for (let at = first; ; at++) {
      let start = ready;
      if (before >= 0 && at === first)
        start = Math.max(start, head[before]! + duration[before]! + this.setupBetween(before, operation));
      else if (at > 0) {
        const { start: from, duration: length, place } = downtimes[at - 1]!;
        start = Math.max(start, from + length + (setup ? setup[place * places + own]! : 0));
      }
      const next = downtimes[at];
      const until = next ? next.start - (setup ? setup[own * places + next.place]! : 0) : Infinity;
      if (start + duration[operation]! > until || (next && left-- > 0)) continue;
      head[operation] = start;
      gap[operation] = at;
      return;
    }
  }

  private updateCost(): void {
    const { tardiness, latest, makespan } = this.problem;
    let cost = makespan.factor * this.makespan;
    let violation = Math.max(0, this.makespan - makespan.upper);
    for (let operation = 0; operation < this.size; operation++) {
      const option = this.optionOf[operation]!;
      const start = this.head[operation]!;
      if (start > latest[option]!) violation += start - latest[option]!;
      for (let term = tardiness.first[option]!; term < tardiness.first[option + 1]!; term++)
        if (start > tardiness.latest[term]!)
          cost += tardiness.price[term]! * (start - tardiness.latest[term]!);
    }
    this.cost = cost;
    this.violation = violation;
  }
}
