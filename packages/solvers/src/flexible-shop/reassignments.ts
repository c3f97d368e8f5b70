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
    if (past > free.estimate) return 0;
    const current = graph.optionOf[operation]!;
    let scanned = 0;
    for (let option = from; option < to; option++) {
      if (option === current) continue;
      const choice = this.tabu.allowsOption(option, iteration) ? free : any;
      // What is worse than a move that is not tabu will not be made.
      const limit = Math.min(choice.estimate, free.estimate);
      scanned +=
        machine[option] === machine[current]
          ? this.scanInPlace(operation, option, ready, tail, choice)
          : this.scanMachine(operation, option, ready, tail, past, limit, choice);
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
    const { finish, delay, duration } = graph.problem;
    const work = duration[option]! - graph.duration[operation]!;
    const rest = Math.max(finish[option]!, delay[option]! + tail);
    const estimate = this.estimate(option, before, after, ready, rest);
    choice.offer(operation, option, graph.at[operation]!, estimate, work);
    return 1;
  }

  private scanMachine(
    operation: number,
    option: number,
    ready: number,
    tail: number,
    past: number,
    limit: number,
    choice: MoveChoice,
  ): number {
    const { graph } = this;
    const { problem, sequence } = graph;
    const length = problem.duration[option]!;
    const rest = Math.max(problem.finish[option]!, problem.delay[option]! + tail);
    if (ready + rest > limit) return 0;
    const of = problem.machine[option]!;
    const base = graph.offset[of]!;
    const count = graph.count[of]!;
    let first = 0;
    let last = count;
    if (!graph.hasSetups) {
      first = this.firstEndingAfter(base, count, ready);
      last = this.firstWithTailUpTo(base, count, rest - length);
      // No operation is in both sets: each place between them is as good.
      if (last < first) last = first = (first + last) >> 1;
    }
    const inJob = graph.jobBefore[operation]!;
    const next = graph.jobAfter[operation]!;
    let most = limit;
    const work = length - graph.duration[operation]!;
    for (let place = first; place <= last; place++) {
      const before = place > 0 ? sequence[base + place - 1]! : -1;
      const after = place < count ? sequence[base + place]! : -1;
      const estimate = Math.max(past, this.estimate(option, before, after, ready, rest));
      // Most places end here: a look for circles costs more.
      if (estimate > most) continue;
      if (before >= 0 && next >= 0 && !graph.provesNoPath(next, before)) break;
      if (after >= 0 && inJob >= 0 && !graph.provesNoPath(after, inJob)) continue;
      choice.offer(operation, option, place, estimate, work);
      most = Math.min(most, choice.estimate);
    }
    return last - first + 1;
  }

  /** The first place of a machine whose operation ends after a moment. */
  private firstEndingAfter(base: number, count: number, moment: number): number {
    const { sequence, head, duration } = this.graph;
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      const each = sequence[base + middle]!;
      if (head[each]! + duration[each]! > moment) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** The first place of a machine whose operation has no longer tail than that. */
  private firstWithTailUpTo(base: number, count: number, longest: number): number {
    const { sequence, tail } = this.graph;
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (tail[sequence[base + middle]!]! > longest) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * Longest path through the operation between two others.
   * @param ready when its job lets it start
   * @param rest longest way on from its start that does not use its machine
   */
  private estimate(option: number, before: number, after: number, ready: number, rest: number): number {
    const { graph } = this;
    const { setups, optionOf, hasSetups } = graph;
    let start = ready;
    if (before >= 0) {
      const setup = hasSetups ? setups.between(optionOf[before]!, option) : 0;
      start = Math.max(start, graph.head[before]! + graph.duration[before]! + setup);
    }
    let way = rest;
    if (after >= 0) {
      const setup = hasSetups ? setups.between(option, optionOf[after]!) : 0;
      way = Math.max(way, graph.problem.duration[option]! + setup + graph.tail[after]!);
    }
    return start + way;
  }
}
