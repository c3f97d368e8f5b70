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
  private readonly part: Int32Array;

  constructor(graph: ShopGraph, tabu: TabuList) {
    this.graph = graph;
    this.tabu = tabu;
    this.heads = new Float64Array(graph.size);
    this.part = new Int32Array(graph.size);
  }

  /** Offers the move of an operation to right behind a later one of its machine. */
  offerRight(operation: number, goal: number, iteration: number, free: MoveChoice, any: MoveChoice): number {
    const { graph, tabu, part } = this;
    const next = graph.jobAfter[operation]!;
    if (next >= 0 && !graph.provesNoPath(next, goal)) return 0;
    let [length, isFree] = [0, true];
    for (let each = graph.machineAfter[operation]!; ; each = graph.machineAfter[each]!) {
      part[length++] = each;
      isFree &&= tabu.allowsPair(each, operation, iteration);
      if (each === goal) break;
    }
    part[length++] = operation;
    const estimate = this.estimate(length, graph.machineBefore[operation]!, graph.machineAfter[goal]!);
    (isFree ? free : any).offer(operation, graph.optionOf[operation]!, graph.at[goal]!, estimate);
    return 1;
  }

  /** Offers the move of an operation to right before an earlier one of its machine. */
  offerLeft(operation: number, goal: number, iteration: number, free: MoveChoice, any: MoveChoice): number {
    const { graph, tabu, part } = this;
    const inJob = graph.jobBefore[operation]!;
    if (inJob >= 0 && !graph.provesNoPath(goal, inJob)) return 0;
    let [length, isFree] = [0, true];
    part[length++] = operation;
    for (let each = goal; each !== operation; each = graph.machineAfter[each]!) {
      part[length++] = each;
      isFree &&= tabu.allowsPair(operation, each, iteration);
    }
    const estimate = this.estimate(length, graph.machineBefore[goal]!, graph.machineAfter[operation]!);
    (isFree ? free : any).offer(operation, graph.optionOf[operation]!, graph.at[goal]!, estimate);
    return 1;
  }

  /** Longest path through one of the first `length` operations of `part`, in that order between two others. */
  private estimate(length: number, before: number, after: number): number {
    const { graph, part, heads } = this;
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
      end = time + duration[each]!;
      last = each;
    }
    let [longest, next] = [-Infinity, after];
    let rest = after < 0 ? -Infinity : tail[after]!;
    for (let index = length - 1; index >= 0; index--) {
      const each = part[index]!;
      const inJob = jobAfter[each]!;
      let time = finish[each]!;
      if (inJob >= 0) time = Math.max(time, delay[each]! + tail[inJob]!);
      if (next >= 0) time = Math.max(time, duration[each]! + graph.setupBetween(each, next) + rest);
      longest = Math.max(longest, heads[index]! + time);
      rest = time;
      next = each;
    }
    return longest;
  }
}
