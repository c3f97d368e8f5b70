import type { MoveChoice } from "./move-choice.ts";
import type { ShopGraph } from "./shop-graph.ts";
import type { TabuList } from "./tabu-list.ts";

/**
 * Moves of one operation within a part of a machine's sequence, as N6 and N7 use them, with the estimates of Balas and
 * Vazacopoulos ("Guided local search with shifting bottleneck for job shop scheduling", 1998), setups included: heads and
 * tails of the operations between the two places are renewed, those outside are taken as they are.
 */
export class BlockMoves {
  private readonly graph: ShopGraph;
  private readonly tabu: TabuList;
  /** New heads of the part, in its new order. */
  private readonly heads: Float64Array;
  /** The longest ways on from them that do not use the machine. */
  private readonly rests: Float64Array;
  private readonly part: Int32Array;

  constructor(graph: ShopGraph, tabu: TabuList) {
    this.graph = graph;
    this.tabu = tabu;
    this.heads = new Float64Array(graph.size);
    this.rests = new Float64Array(graph.size);
    this.part = new Int32Array(graph.size);
  }

  /** Offers the move of an operation to right behind a later one of its machine. */
  offerRight(operation: number, goal: number, iteration: number, free: MoveChoice, any: MoveChoice): number {
    const { graph, part } = this;
    const before = graph.machineBefore[operation]!;
    const next = graph.machineAfter[operation]!;
    const after = graph.machineAfter[goal]!;
    const limit = free.estimate;
    if (this.leastLength(before, next, operation, goal, after) > limit) return 0;
    const inJob = graph.jobAfter[operation]!;
    if (inJob >= 0 && !graph.provesNoPath(inJob, goal)) return 0;
    let length = 0;
    for (let each = next; ; each = graph.machineAfter[each]!) {
      part[length++] = each;
      if (each === goal) break;
    }
    part[length++] = operation;
    const estimate = this.estimate(length, before, after, limit);
    if (estimate > limit) return 1;
    let isFree = true;
    for (let index = 0; isFree && index + 1 < length; index++)
      isFree = this.tabu.allowsPair(part[index]!, operation, iteration);
    (isFree ? free : any).offer(operation, graph.optionOf[operation]!, graph.at[goal]!, estimate, 0);
    return 1;
  }

  /** Offers the move of an operation to right before an earlier one of its machine. */
  offerLeft(operation: number, goal: number, iteration: number, free: MoveChoice, any: MoveChoice): number {
    const { graph, part } = this;
    const before = graph.machineBefore[goal]!;
    const after = graph.machineAfter[operation]!;
    const limit = free.estimate;
    if (this.leastLength(before, operation, goal, operation, after) > limit) return 0;
    const inJob = graph.jobBefore[operation]!;
    if (inJob >= 0 && !graph.provesNoPath(goal, inJob)) return 0;
    let length = 0;
    part[length++] = operation;
    for (let each = goal; each !== operation; each = graph.machineAfter[each]!) part[length++] = each;
    const estimate = this.estimate(length, before, after, limit);
    if (estimate > limit) return 1;
    let isFree = true;
    for (let index = 1; isFree && index < length; index++)
      isFree = this.tabu.allowsPair(operation, part[index]!, iteration);
    (isFree ? free : any).offer(operation, graph.optionOf[operation]!, graph.at[goal]!, estimate, 0);
    return 1;
  }

  /** A length that the path through all of a block has at least when its operation `first` goes first. */
  private leastLength(before: number, first: number, from: number, to: number, after: number): number {
    const { graph } = this;
    if (graph.hasSetups) return -Infinity;
    const { head, duration, delay, tail } = graph;
    let start = graph.problem.release[first]!;
    const inJob = graph.jobBefore[first]!;
    if (inJob >= 0) start = Math.max(start, head[inJob]! + delay[inJob]!);
    if (before >= 0) start = Math.max(start, head[before]! + duration[before]!);
    const work = head[to]! + duration[to]! - head[from]!;
    return after < 0 ? start : start + work + tail[after]!;
  }

  /**
   * Longest path through one of the first `length` operations of `part`, in that order between two others; or, as soon as it
   * is seen to be longer than the limit, some length beyond it.
   */
  private estimate(length: number, before: number, after: number, limit: number): number {
    const { graph, part, heads, rests } = this;
    const { head, tail, delay, duration, finish, jobBefore, jobAfter } = graph;
    const { release } = graph.problem;
    let last = before;
    let end = before < 0 ? -Infinity : head[before]! + duration[before]!;
    for (let index = 0; index < length; index++) {
      const each = part[index]!;
      const inJob = jobBefore[each]!;
      let time = release[each]!;
      if (inJob >= 0) time = Math.max(time, head[inJob]! + delay[inJob]!);
      if (last >= 0) time = Math.max(time, end + graph.setupBetween(last, each));
      heads[index] = time;
      const next = jobAfter[each]!;
      let rest = finish[each]!;
      if (next >= 0) rest = Math.max(rest, delay[each]! + tail[next]!);
      if (time + rest > limit) return Infinity;
      rests[index] = rest;
      end = time + duration[each]!;
      last = each;
    }
    let longest = -Infinity;
    let next = after;
    let rest = after < 0 ? -Infinity : tail[after]!;
    for (let index = length - 1; index >= 0; index--) {
      const each = part[index]!;
      let time = rests[index]!;
      if (next >= 0) time = Math.max(time, duration[each]! + graph.setupBetween(each, next) + rest);
      longest = Math.max(longest, heads[index]! + time);
      if (longest > limit) return Infinity;
      rest = time;
      next = each;
    }
    return longest;
  }
}
