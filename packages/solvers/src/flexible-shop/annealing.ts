import { Xorshift } from "../search/xorshift.ts";
import type { ShopProblem } from "../shop/problem.ts";
import { construct } from "./construct.ts";
import type { Found, Sequenced, ShopSearch } from "./shop-search.ts";
import { WindowedGraph } from "./windowed-graph.ts";

/** Moves of the first cooling, by operation; each next one is longer. */
const firstCooling = 200;
const longerEachTime = 1.5;
/** Temperatures from the mean change of a move to this share of it. */
const coldest = 0.002;
/** How much more a missed deadline costs after a cooling that ended with one. */
const dearerEachTime = 4;
/** Price of a missed unit at most, in prices of all that can be late together. */
const mostHard = 100;

/**
 * Annealing over options and sequences where only an exact evaluation is honest: downtimes, deadlines, tardiness. Moves
 * concern operations on the chain before a late one. What a missed deadline costs rises until coolings end without one; what
 * is returned to is the schedule that misses least, and among those the cheapest.
 */
export class Annealing implements ShopSearch {
  readonly graph: WindowedGraph;
  best: Found | null = null;
  iterations = 0;
  private readonly random: Xorshift;
  private readonly isOver: () => boolean;
  private hardPrice: number;
  private readonly hardLimit: number;
  private energy = Infinity;
  private temperature = 0;
  private hottest = 1;
  private left = 0;
  private length: number;
  private cooling = 1;
  private readonly hasRestarts: boolean;
  private readonly ground: {
    readonly optionOf: Int32Array;
    readonly order: Int32Array;
    readonly postponed: Uint8Array;
    cost: number;
    violation: number;
  };

  constructor(problem: ShopProblem, seed: number, isOver: () => boolean) {
    this.isOver = isOver;
    this.graph = new WindowedGraph(problem);
    this.random = new Xorshift(seed);
    const { size } = this.graph;
    this.length = firstCooling * size;
    const { price } = problem.tardiness;
    const { factor } = problem.makespan;
    this.hardPrice = 1 + 10 * price.reduce((high, each) => Math.max(high, each), factor);
    this.hardLimit = this.hardPrice + mostHard * price.reduce((sum, each) => sum + each, factor);
    const [optionOf, order] = [new Int32Array(size), new Int32Array(size)];
    const postponed = new Uint8Array(size);
    this.ground = { optionOf, order, postponed, cost: Infinity, violation: Infinity };
    this.hasRestarts = this.graph.hasRestarts;
  }

  start(given?: Sequenced): void {
    construct(this.graph, this.random, 0, this.isOver);
    this.keep();
    if (given) {
      this.graph.load(given.optionOf, given.order);
      this.keep();
    }
    this.restart();
    this.hottest = this.meanChange();
    this.reheat();
  }

  receive({ optionOf, order }: Sequenced): void {
    this.graph.postponed.fill(0);
    this.graph.load(optionOf, order);
    this.keep();
    this.energy = this.current();
  }

  round(limit: number): boolean {
    for (let left = limit; left > 0; left--) {
      this.iterations++;
      this.step();
      this.temperature *= this.cooling;
      if (--this.left > 0) continue;
      if (this.graph.violation > 0)
        this.hardPrice = Math.min(this.hardLimit, dearerEachTime * this.hardPrice);
      this.restart();
      this.reheat();
    }
    return true;
  }

  private current(): number {
    return this.graph.cost + this.hardPrice * this.graph.violation;
  }

  private keep(): void {
    const { graph, ground } = this;
    const { cost, violation } = graph;
    if (violation > ground.violation || (violation === ground.violation && cost >= ground.cost)) return;
    ground.cost = cost;
    ground.violation = violation;
    ground.optionOf.set(graph.optionOf);
    ground.order.set(graph.order);
    ground.postponed.set(graph.postponed);
    if (violation === 0) this.best = { optionOf: graph.optionOf.slice(), start: graph.head.slice(), cost };
  }

  /** Goes back to the best so far. */
  private restart(): void {
    this.graph.postponed.set(this.ground.postponed);
    this.graph.load(this.ground.optionOf, this.ground.order);
    this.energy = this.current();
  }

  private reheat(): void {
    this.left = Math.round(this.length);
    this.temperature = this.hottest;
    this.cooling = coldest ** (1 / this.left);
    this.length *= longerEachTime;
  }

  /** Mean change of the energy over some moves that are all taken; missed deadlines do not make it hotter. */
  private meanChange(): number {
    let [sum, count] = [0, 0];
    this.temperature = Infinity;
    for (let move = 0; move < 100; move++) {
      const before = this.graph.cost;
      this.step();
      if (this.graph.cost === before) continue;
      sum += Math.abs(this.graph.cost - before);
      count++;
    }
    this.restart();
    return count === 0 ? 1 : sum / count;
  }

  private step(): void {
    const { graph, random } = this;
    const operation = random.below(4) === 0 ? random.below(graph.size) : this.onLateChain();
    if (this.hasRestarts && random.below(4) === 0) {
      const old = graph.postponed[operation]!;
      graph.postpone(operation, 1 - old);
      if (!this.accepts()) graph.postpone(operation, old);
      return;
    }
    const oldOption = graph.optionOf[operation]!;
    const oldPlace = graph.at[operation]!;
    const option = this.someOption(operation);
    const place = option === oldOption ? this.placeNearby(operation) : this.placeByTime(operation, option);
    if (place === oldPlace && option === oldOption) return;
    if (!graph.move(operation, option, place)) return;
    if (!this.accepts()) graph.move(operation, oldOption, oldPlace);
  }

  /** Whether the change just made stays. */
  private accepts(): boolean {
    const energy = this.current();
    const worse = energy - this.energy;
    if (worse > 0 && this.random.next() >= Math.exp(-worse / this.temperature)) return false;
    this.energy = energy;
    this.keep();
    return true;
  }

  /** An operation on a chain of tight predecessors from one that is late or makes the makespan. */
  private onLateChain(): number {
    const { graph, random } = this;
    const { head, duration, delay, finish, makespan } = graph;
    let [last, ties] = [-1, 0];
    for (let operation = 0; operation < graph.size; operation++) {
      const isLast = head[operation]! + finish[operation]! >= makespan && graph.problem.makespan.factor > 0;
      if ((isLast || graph.lateness(operation) > 0) && random.below(++ties) === 0) last = operation;
    }
    if (last < 0) return random.below(graph.size);
    let [chosen, length] = [last, 0];
    for (let operation = last; operation >= 0; ) {
      if (random.below(++length) === 0) chosen = operation;
      const inJob = graph.jobBefore[operation]!;
      const before = graph.machineBefore[operation]!;
      const byJob = inJob < 0 ? -Infinity : head[inJob]! + delay[inJob]!;
      const byMachine =
        before < 0 ? -Infinity : head[before]! + duration[before]! + graph.setupBetween(before, operation);
      operation = byJob > byMachine || (byJob === byMachine && random.below(2) === 0) ? inJob : before;
    }
    return chosen;
  }

  private someOption(operation: number): number {
    const { optionStart } = this.graph.problem;
    const from = optionStart[operation]!;
    const count = optionStart[operation + 1]! - from;
    return count === 1 || this.random.below(2) === 0
      ? this.graph.optionOf[operation]!
      : from + this.random.below(count);
  }

  private placeNearby(operation: number): number {
    const { graph, random } = this;
    const step = 1 + random.below(random.below(3) === 0 ? 6 : 2);
    const place = graph.at[operation]! + (random.below(2) === 0 ? step : -step);
    return Math.max(0, Math.min(graph.count[graph.machineOf(operation)]! - 1, place));
  }

  /** About where the operation now starts, one place earlier or later. */
  private placeByTime(operation: number, option: number): number {
    const { graph, random } = this;
    const of = graph.problem.machine[option]!;
    const base = graph.offset[of]!;
    let count = graph.count[of]!;
    let place = 0;
    while (place < count && graph.head[graph.sequence[base + place]!]! < graph.head[operation]!) place++;
    if (of === graph.machineOf(operation)) count--;
    return Math.max(0, Math.min(count, place + random.below(3) - 1));
  }
}
