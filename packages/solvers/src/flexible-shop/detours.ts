import type { MoveChoice } from "./move-choice.ts";
import type { ShopGraph } from "./shop-graph.ts";
import type { TabuList } from "./tabu-list.ts";

/**
 * Where setup times break the triangle inequality: puts another operation of the machine between two critical neighbours
 * whose own setup takes longer than the way through it. Such a move changes no critical block and no other one finds it.
 */
export class Detours {
  private readonly graph: ShopGraph;
  private readonly tabu: TabuList;

  constructor(graph: ShopGraph, tabu: TabuList) {
    this.graph = graph;
    this.tabu = tabu;
  }

  /** Offers every detour between an operation and the one after it on its machine. */
  scan(before: number, after: number, iteration: number, free: MoveChoice, any: MoveChoice): number {
    const { graph } = this;
    const direct = graph.setupBetween(before, after);
    if (direct === 0) return 0;
    const of = graph.machineOf(before);
    const base = graph.offset[of]!;
    let scanned = 0;
    for (let place = 0; place < graph.count[of]!; place++) {
      const through = graph.sequence[base + place]!;
      if (through === before || through === after) continue;
      const way =
        graph.setupBetween(before, through) + graph.duration[through]! + graph.setupBetween(through, after);
      if (way >= direct || !this.fits(before, through, after)) continue;
      scanned++;
      const isEarlier = place < graph.at[after]!;
      const isFree = isEarlier
        ? this.tabu.allowsPair(before, through, iteration)
        : this.tabu.allowsPair(through, after, iteration);
      const to = graph.at[after]! - (isEarlier ? 1 : 0);
      const estimate = this.estimate(before, through, after);
      (isFree ? free : any).offer(through, graph.optionOf[through]!, to, estimate);
    }
    return scanned;
  }

  private fits(before: number, through: number, after: number): boolean {
    const { graph } = this;
    const [inJob, next] = [graph.jobBefore[through]!, graph.jobAfter[through]!];
    if (next >= 0 && !graph.provesNoPath(next, before)) return false;
    return inJob < 0 || graph.provesNoPath(after, inJob);
  }

  private estimate(before: number, through: number, after: number): number {
    const { graph } = this;
    const { head, tail, duration, delay } = graph;
    const inJob = graph.jobBefore[through]!;
    let start = graph.problem.release[through]!;
    if (inJob >= 0) start = Math.max(start, head[inJob]! + delay[inJob]!);
    start = Math.max(start, head[before]! + duration[before]! + graph.setupBetween(before, through));
    const next = graph.jobAfter[through]!;
    let rest = graph.finish[through]!;
    if (next >= 0) rest = Math.max(rest, delay[through]! + tail[next]!);
    return start + Math.max(rest, duration[through]! + graph.setupBetween(through, after) + tail[after]!);
  }
}
