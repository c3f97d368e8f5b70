import type { MoveChoice } from "./move-choice.ts";
import type { ShopGraph } from "./shop-graph.ts";
import type { TabuList } from "./tabu-list.ts";

/**
 * Moves of one critical operation to its other options: of the places on another machine, those between the operations that
 * end before it could start and those with shorter tails than its own, since one of these is best (Mastrolilli, Gambardella,
 * "Effective neighbourhood functions for the flexible job shop problem", 2000). With setups all places that make no circle
 * count. The estimate is the longest path through the operation at its new place, or past its old one.
 */
export class Reassignments {
  private readonly graph: ShopGraph;
  private readonly tabu: TabuList;

  constructor(graph: ShopGraph, tabu: TabuList) {
    this.graph = graph;
    this.tabu = tabu;
  }

  /**
   * @param free takes the best move that is not tabu
   * @param any takes the best of all
   */
  scan(operation: number, iteration: number, free: MoveChoice, any: MoveChoice): number {
    const { graph } = this;
    const { optionStart, machine, release } = graph.problem;
    const [from, to] = [optionStart[operation]!, optionStart[operation + 1]!];
    if (to - from === 1) return 0;
    const inJob = graph.jobBefore[operation]!;
    const ready =
      inJob < 0
        ? release[operation]!
        : Math.max(release[operation]!, graph.head[inJob]! + graph.delay[inJob]!);
    const next = graph.jobAfter[operation]!;
    const tail = next < 0 ? -Infinity : graph.tail[next]!;
    const past = this.pathPast(operation);
    const current = graph.optionOf[operation]!;
    let scanned = 0;
    for (let option = from; option < to; option++) {
      if (option === current) continue;
      const isFree = this.tabu.allowsOption(option, iteration);
      const choice = isFree ? free : any;
      scanned +=
        machine[option] === machine[current]
          ? this.scanInPlace(operation, option, ready, tail, choice)
          : this.scanMachine(operation, option, ready, tail, past, choice);
    }
    return scanned;
  }

  /** The path from the one before to the one after on the machine that the operation leaves. */
  private pathPast(operation: number): number {
    const { graph } = this;
    const [before, after] = [graph.machineBefore[operation]!, graph.machineAfter[operation]!];
    if (before < 0 || after < 0) return -Infinity;
    return (
      graph.head[before]! + graph.duration[before]! + graph.setupBetween(before, after) + graph.tail[after]!
    );
  }

  private scanInPlace(
    operation: number,
    option: number,
    ready: number,
    tail: number,
    choice: MoveChoice,
  ): number {
    const { graph } = this;
    const { machineBefore, machineAfter } = graph;
    const [before, after] = [machineBefore[operation]!, machineAfter[operation]!];
    choice.offer(operation, option, graph.at[operation]!, this.estimate(option, before, after, ready, tail));
    return 1;
  }

  private scanMachine(
    operation: number,
    option: number,
    ready: number,
    tail: number,
    past: number,
    choice: MoveChoice,
  ): number {
    const { graph } = this;
    const { sequence, head, duration } = graph;
    const of = graph.problem.machine[option]!;
    const [base, count] = [graph.offset[of]!, graph.count[of]!];
    let [first, last] = [0, count];
    if (!graph.hasSetups) {
      const { finish, delay } = graph.problem;
      const rest = Math.max(finish[option]!, delay[option]! + tail) - graph.problem.duration[option]!;
      let [low, high] = [0, count];
      while (low < high) {
        const middle = (low + high) >> 1;
        const each = sequence[base + middle]!;
        if (head[each]! + duration[each]! > ready) high = middle;
        else low = middle + 1;
      }
      first = low;
      high = count;
      low = 0;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (graph.tail[sequence[base + middle]!]! > rest) low = middle + 1;
        else high = middle;
      }
      last = low;
      // No operation is in both sets: each place between them is as good.
      if (last < first) last = first = (first + last) >> 1;
    }
    const [inJob, next] = [graph.jobBefore[operation]!, graph.jobAfter[operation]!];
    let scanned = 0;
    for (let place = first; place <= last; place++) {
      const before = place > 0 ? sequence[base + place - 1]! : -1;
      const after = place < count ? sequence[base + place]! : -1;
      if (before >= 0 && next >= 0 && !graph.provesNoPath(next, before)) break;
      if (after >= 0 && inJob >= 0 && !graph.provesNoPath(after, inJob)) continue;
      scanned++;
      const through = this.estimate(option, before, after, ready, tail);
      choice.offer(operation, option, place, Math.max(through, past));
    }
    return scanned;
  }

  /** Longest path through the operation between two others. */
  private estimate(option: number, before: number, after: number, ready: number, tail: number): number {
    const { graph } = this;
    const { problem, setups, optionOf } = graph;
    let start = ready;
    if (before >= 0) {
      const setup = graph.hasSetups ? setups.between(optionOf[before]!, option) : 0;
      start = Math.max(start, graph.head[before]! + graph.duration[before]! + setup);
    }
    let rest = Math.max(problem.finish[option]!, problem.delay[option]! + tail);
    if (after >= 0) {
      const setup = graph.hasSetups ? setups.between(option, optionOf[after]!) : 0;
      rest = Math.max(rest, problem.duration[option]! + setup + graph.tail[after]!);
    }
    return start + rest;
  }
}
