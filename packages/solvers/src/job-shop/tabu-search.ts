import { Xorshift } from "../search/xorshift.ts";
import { findCriticalPath } from "./critical-path.ts";
import { estimateBackward, estimateForward } from "./estimates.ts";
import { ForbiddenOrders } from "./forbidden-orders.ts";
import type { JobShop } from "./job-shop.ts";
import { Schedule } from "./schedule.ts";

/** Of the published tenure, which is for a rule that forbids less: whole sequences, not each of their pairs. */
const tenureShare = 0.6;
/** No move leads past more operations: a look at a block is quadratic in that. */
const mostReach = 300;
/** Then their count starts again: they fit into 32 bits with room for a search between two starts. */
const mostIterations = 2 ** 30;

/**
 * Tabu search over moves of critical operations to the ends of their block, and of its ends into it (N7), each judged by
 * the longest path through the moved operations. Forbidden is to bring back, within some iterations, the order of any two
 * operations that a move changed, unless that leads below the best makespan.
 *
 * Sources: Balas, Vazacopoulos 1998 (conditions, estimate); Zhang, Li, Guan, Rao 2007 (N7); Dell'Amico, Trubian 1993
 * (forbidden orders); Peng, Lü, Cheng 2015 (tenure).
 */
export class TabuSearch {
  readonly schedule: Schedule;
  /** Best schedule since `start`, as a list of operations, and its makespan. */
  readonly bestOrder: Int32Array;
  bestMakespan = 0;
  private readonly path: Int32Array;
  private readonly heads: Int32Array;
  private readonly forbidden: ForbiddenOrders;
  private readonly shortestTenure: number;
  private readonly tenureSpread: number;
  private iteration = 0;
  private readonly random: Xorshift;
  private pathLength = 0;
  /** The best move so far of those that are looked at. */
  private moved = -1;
  private target = -1;
  private forward = true;
  private estimate = 0;
  private ties = 0;
  /** Any move, for the case that all are forbidden. */
  private anyMoved = -1;
  private anyTarget = -1;
  private anyForward = true;
  private anyCount = 0;

  constructor(shop: JobShop, seed: number) {
    const count = shop.operationCount;
    const jobs = Math.max(1, shop.jobAfter.subarray(0, count).filter((next) => next === count).length);
    const machines = Math.max(1, shop.machineCount);
    this.schedule = new Schedule(shop);
    this.bestOrder = new Int32Array(count);
    this.path = new Int32Array(count + 1);
    this.heads = new Int32Array(count + 1);
    this.forbidden = new ForbiddenOrders(shop);
    this.shortestTenure = Math.ceil(tenureShare * (10 + jobs / machines));
    this.tenureSpread = Math.ceil(this.shortestTenure * (jobs <= 2 * machines ? 0.4 : 0.5)) + 1;
    this.random = new Xorshift(seed);
  }

  /** Takes a list of operations as the current schedule. */
  start(order: Int32Array): void {
    this.schedule.load(order);
    this.forget();
    this.keepBest();
  }

  /**
   * Makes up to `iterations` moves; ends earlier when `goal` is reached, or no move is left.
   * @returns the number of moves
   */
  run(iterations: number, goal: number): number {
    const { schedule } = this;
    for (let done = 0; done < iterations; done++) {
      if (this.bestMakespan <= goal) return done;
      this.iteration++;
      this.pathLength = findCriticalPath(schedule, this.path, this.random);
      this.chooseMove();
      if (this.moved < 0) return done;
      this.makeMove();
      if (schedule.makespan < this.bestMakespan) this.keepBest();
    }
    return iterations;
  }

  private keepBest(): void {
    this.bestMakespan = this.schedule.makespan;
    this.bestOrder.set(this.schedule.order);
  }

  /** Lets all that is forbidden run out: iterations are counted through all starts. */
  private forget(): void {
    this.iteration += this.shortestTenure + this.tenureSpread;
    if (this.iteration < mostIterations) return;
    this.forbidden.clear();
    this.iteration = 0;
  }

  /** Looks at the moves of all blocks of the path; the answer is in `moved`, `target` and `forward`. */
  private chooseMove(): void {
    const { path, pathLength } = this;
    const { machineBefore } = this.schedule;
    this.moved = -1;
    this.estimate = 0x7fffffff;
    this.anyCount = 0;
    let first = 0;
    for (let at = 1; at <= pathLength; at++) {
      if (at < pathLength && machineBefore[path[at]!] === path[at - 1]) continue;
      if (at - first > 1) this.lookAtBlock(first, at - 1);
      first = at;
    }
    if (this.moved >= 0 || this.anyCount === 0) return;
    this.moved = this.anyMoved;
    this.target = this.anyTarget;
    this.forward = this.anyForward;
  }

  /**
   * Moves of the block path[first … last], each once. What leaves the first operation of the shop, or its last one, where
   * it is cannot shorten the path.
   */
  private lookAtBlock(first: number, last: number): void {
    const { end, tail, shop } = this.schedule;
    const front = this.path[first]!;
    const back = this.path[last]!;
    const changesFront = end[front]! > shop.duration[front]!;
    const changesBack = tail[back]! > shop.duration[back]!;
    if (last - first === 1) {
      if (changesFront || changesBack) this.lookForward(first, last);
      return;
    }
    if (changesBack) {
      const from = Math.max(first, last - mostReach);
      for (let at = from; at < last; at++) this.lookForward(at, last);
      for (let to = last - 2; to >= (changesFront ? Math.max(first + 1, from) : from); to--)
        this.lookBackward(last, to);
    }
    if (changesFront) {
      const until = Math.min(last, first + mostReach);
      for (let at = first + 2; at <= until; at++) this.lookBackward(at, first);
      for (let to = first + 1; to <= (changesBack ? Math.min(last - 1, until) : until); to++)
        this.lookForward(first, to);
    }
  }

  /** path[at] to right after path[to]. */
  private lookForward(at: number, to: number): void {
    const { path } = this;
    const operation = path[at]!;
    const target = path[to]!;
    const { end, tail, place, shop } = this.schedule;
    const { jobAfter, duration, operationCount: none } = shop;
    const follower = jobAfter[operation]!;
    if (follower === target) return;
    const isSafe =
      follower === none ||
      place[target]! < place[follower]! ||
      end[target]! - duration[target]! < end[follower]! ||
      tail[follower]! < duration[follower]! + tail[target]!;
    if (!isSafe) return;
    this.weigh(at, to, true, estimateForward(this.schedule, path, at, to, this.heads, this.estimate));
  }

  /** path[at] to right before path[to]. */
  private lookBackward(at: number, to: number): void {
    const { path } = this;
    const operation = path[at]!;
    const target = path[to]!;
    const { end, tail, place, shop } = this.schedule;
    const { jobBefore, duration, operationCount: none } = shop;
    const leader = jobBefore[operation]!;
    if (leader === target) return;
    const isSafe =
      leader === none ||
      place[leader]! < place[target]! ||
      end[leader]! - duration[leader]! < end[target]! ||
      tail[target]! < duration[target]! + tail[leader]!;
    if (!isSafe) return;
    this.weigh(at, to, false, estimateBackward(this.schedule, path, at, to, this.heads, this.estimate));
  }

  /** Takes the move as the best so far if it is, and allowed; among equals each is as likely. */
  private weigh(at: number, to: number, forward: boolean, estimate: number): void {
    if (estimate > this.estimate && this.anyCount > 0) return;
    if (this.isForbidden(at, to, forward) && estimate >= this.bestMakespan) {
      if (this.random.below(++this.anyCount) > 0) return;
      this.anyMoved = at;
      this.anyTarget = to;
      this.anyForward = forward;
      return;
    }
    if (estimate > this.estimate) return;
    if (estimate === this.estimate) {
      if (this.random.below(++this.ties) > 0) return;
    } else this.ties = 1;
    this.estimate = estimate;
    this.moved = at;
    this.target = to;
    this.forward = forward;
  }

  /** Whether the move would bring back an order of two operations that is forbidden. */
  private isForbidden(at: number, to: number, forward: boolean): boolean {
    const { path, forbidden, iteration } = this;
    const operation = path[at]!;
    if (forward) {
      for (let each = at + 1; each <= to; each++)
        if (forbidden.until(operation, path[each]!) >= iteration) return true;
    } else {
      for (let each = to; each < at; each++)
        if (forbidden.until(path[each]!, operation) >= iteration) return true;
    }
    return false;
  }

  private makeMove(): void {
    const { path, moved, target, forbidden } = this;
    const until = this.iteration + this.shortestTenure + this.random.below(this.tenureSpread);
    const operation = path[moved]!;
    if (this.forward) {
      for (let each = moved + 1; each <= target; each++) forbidden.forbid(path[each]!, operation, until);
      this.schedule.moveAfter(operation, path[target]!);
    } else {
      for (let each = target; each < moved; each++) forbidden.forbid(operation, path[each]!, until);
      this.schedule.moveBefore(operation, path[target]!);
    }
  }
}
