import type { MoveChoice } from "./move-choice.ts";
import type { ShopGraph } from "./shop-graph.ts";
import type { TabuList } from "./tabu-list.ts";

/**
 * Where setup times break the triangle inequality: puts another operation, from wherever it is, between two critical
 * neighbours whose own setup takes longer than the way through it. Such a move changes no critical block and no other one
 * finds it.
 */
export class Detours {
  private readonly graph: ShopGraph;
  private readonly tabu: TabuList;
  /** By machine: no way through an option of it is shorter. */
  private readonly leastWay: Float64Array;
  /** By machine. */
  private readonly options: readonly (readonly number[])[];

  constructor(graph: ShopGraph, tabu: TabuList) {
    this.graph = graph;
    this.tabu = tabu;
    const options: number[][] = Array.from({ length: graph.problem.machineCount }, () => []);
    graph.problem.machine.forEach((of, option) => {
      options[of]!.push(option);
    });
    this.options = options;
    this.leastWay = Float64Array.from(options, (own) => leastWay(graph, own));
  }

  /** Offers every detour between an operation and the one after it on its machine. */
  scan(before: number, after: number, iteration: number, free: MoveChoice, any: MoveChoice): number {
    const { graph } = this;
    const direct = graph.setupBetween(before, after);
    const of = graph.machineOf(before);
    if (direct <= this.leastWay[of]!) return 0;
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
      const estimate = this.estimate(before, through, graph.optionOf[through]!, after);
      (isFree ? free : any).offer(through, graph.optionOf[through]!, to, estimate, 0);
    }
    return scanned + this.scanOthers(before, after, direct, iteration, free, any);
  }

  /** Detours through operations that are now on other machines. */
  private scanOthers(
    before: number,
    after: number,
    direct: number,
    iteration: number,
    free: MoveChoice,
    any: MoveChoice,
  ): number {
    const { graph } = this;
    const { setups, optionOf, problem } = graph;
    const of = graph.machineOf(before);
    let scanned = 0;
    for (const option of this.options[of]!) {
      const through = problem.operationOf[option]!;
      if (graph.machineOf(through) === of) continue;
      const [into, out] = [
        setups.between(optionOf[before]!, option),
        setups.between(option, optionOf[after]!),
      ];
      if (into + problem.duration[option]! + out >= direct || !this.fits(before, through, after)) continue;
      scanned++;
      const choice = this.tabu.allowsOption(option, iteration) ? free : any;
      const work = problem.duration[option]! - graph.duration[through]!;
      choice.offer(through, option, graph.at[after]!, this.estimate(before, through, option, after), work);
    }
    return scanned;
  }

  private fits(before: number, through: number, after: number): boolean {
    const { graph } = this;
    const [inJob, next] = [graph.jobBefore[through]!, graph.jobAfter[through]!];
    if (next >= 0 && !graph.provesNoPath(next, before)) return false;
    return inJob < 0 || graph.provesNoPath(after, inJob);
  }

  private estimate(before: number, through: number, option: number, after: number): number {
    const { graph } = this;
    const { head, tail, delay, setups, optionOf, problem } = graph;
    const inJob = graph.jobBefore[through]!;
    let start = problem.release[through]!;
    if (inJob >= 0) start = Math.max(start, head[inJob]! + delay[inJob]!);
    const into = setups.between(optionOf[before]!, option);
    start = Math.max(start, head[before]! + graph.duration[before]! + into);
    const next = graph.jobAfter[through]!;
    let rest = problem.finish[option]!;
    if (next >= 0) rest = Math.max(rest, problem.delay[option]! + tail[next]!);
    const out = setups.between(option, optionOf[after]!);
    return start + Math.max(rest, problem.duration[option]! + out + tail[after]!);
  }
}

/** Least of setup, duration and setup over all options of a machine and what can be around them. */
function leastWay({ hasSetups, setups, problem }: ShopGraph, options: readonly number[]): number {
  if (!hasSetups) return Infinity;
  let least = Infinity;
  for (const option of options) {
    let [into, out] = [Infinity, Infinity];
    for (const other of options) {
      if (problem.operationOf[other] === problem.operationOf[option]) continue;
      into = Math.min(into, setups.between(other, option));
      out = Math.min(out, setups.between(option, other));
    }
    least = Math.min(least, into + problem.duration[option]! + out);
  }
  return least;
}
