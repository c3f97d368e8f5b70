import type { Xorshift } from "../search/xorshift.ts";
import { BlockMoves } from "./block-moves.ts";
import { CriticalPath } from "./critical-path.ts";
import { Detours } from "./detours.ts";
import { MoveChoice } from "./move-choice.ts";
import { Reassignments } from "./reassignments.ts";
import type { ShopGraph } from "./shop-graph.ts";
import type { Sequenced } from "./shop-search.ts";
import { TabuList } from "./tabu-list.ts";

/** Blocks up to this length get all moves inside them where there are setups, since the inner order counts there too. */
const wholeBlock = 12;
/** No move passes more operations of a block, since estimates of long ones take long. */
const farthest = 200;

/** Estimates shorter than the best makespan by more than this share of it are as good as each other. */
const aimedAt = 0.02;

/** Tabu search on options and sequences: each iteration makes the move with the best estimate on one critical path. */
export class TabuSearch {
  iterations = 0;
  /** Moves whose estimate was made. */
  evaluations = 0;
  readonly best: Sequenced & { makespan: number };
  private readonly graph: ShopGraph;
  private readonly random: Xorshift;
  private readonly tabu: TabuList;
  private readonly critical: CriticalPath;
  private readonly reassignments: Reassignments;
  private readonly blockMoves: BlockMoves;
  private readonly detours: Detours;
  private readonly free: MoveChoice;
  private readonly any: MoveChoice;
  /** No schedule starts earlier. */
  private readonly origin: number;

  constructor(graph: ShopGraph, random: Xorshift) {
    this.graph = graph;
    this.random = random;
    this.tabu = new TabuList(graph.problem);
    this.critical = new CriticalPath(graph, random);
    this.reassignments = new Reassignments(graph, this.tabu);
    this.blockMoves = new BlockMoves(graph, this.tabu);
    this.detours = new Detours(graph, this.tabu);
    this.free = new MoveChoice(random);
    this.any = new MoveChoice(random);
    this.origin = graph.problem.release.reduce((low, time) => Math.min(low, time), Infinity);
    this.best = {
      optionOf: new Int32Array(graph.size),
      order: new Int32Array(graph.size),
      makespan: Infinity,
    };
  }

  /** Starts from what the graph holds. */
  restart(): void {
    this.tabu.clear(this.iterations);
    this.keep();
  }

  /** Up to `count` iterations. @returns false when no critical path is left to be broken */
  run(count: number): boolean {
    const { graph, free, any, critical } = this;
    for (let left = count; left > 0; left--) {
      this.iterations++;
      critical.find();
      const aim = this.best.makespan - aimedAt * (this.best.makespan - this.origin);
      free.clear(aim);
      any.clear(aim);
      this.scan();
      if (free.operation < 0 && any.operation < 0) return false;
      const aspires = any.estimate < this.best.makespan && any.estimate < free.estimate;
      const choice = free.operation < 0 || aspires ? any : free;
      this.make(choice);
      if (graph.makespan < this.best.makespan) this.keep();
    }
    return true;
  }

  private keep(): void {
    this.best.optionOf.set(this.graph.optionOf);
    this.best.order.set(this.graph.order);
    this.best.makespan = this.graph.makespan;
  }

  private scan(): void {
    const { path, onMachine, length } = this.critical;
    // First, since what they find often makes the longer looks at blocks needless.
    for (let index = 0; index < length; index++)
      this.evaluations += this.reassignments.scan(path[index]!, this.iterations, this.free, this.any);
    let blockFrom = 0;
    for (let index = 0; index < length; index++) {
      if (index + 1 < length && onMachine[index + 1] === 1) {
        if (this.graph.hasSetups)
          this.evaluations += this.detours.scan(
            path[index]!,
            path[index + 1]!,
            this.iterations,
            this.free,
            this.any,
          );
        continue;
      }
      if (index > blockFrom) this.scanBlock(blockFrom, index);
      blockFrom = index + 1;
    }
  }

  /**
   * Moves to both ends of a block, and of both ends into it (N6 and N7: Zhang et al., "A tabu search algorithm with a new
   * neighborhood structure for the job shop scheduling problem", 2007).
   */
  private scanBlock(from: number, to: number): void {
    const { blockMoves, free, any, iterations } = this;
    const { path } = this.critical;
    const [first, last] = [path[from]!, path[to]!];
    let scanned = 0;
    if (this.graph.hasSetups && to - from < wholeBlock) {
      for (let index = from; index < to; index++)
        for (let other = index + 1; other <= to; other++) {
          scanned += blockMoves.offerRight(path[index]!, path[other]!, iterations, free, any);
          if (other > index + 1)
            scanned += blockMoves.offerLeft(path[other]!, path[index]!, iterations, free, any);
        }
      this.evaluations += scanned;
      return;
    }
    if (to - from <= farthest) scanned += blockMoves.offerRight(first, last, iterations, free, any);
    for (let index = from + 1; index < to; index++) {
      const each = path[index]!;
      const nearFirst = index - from <= farthest;
      const nearLast = to - index <= farthest;
      if (nearLast) scanned += blockMoves.offerRight(each, last, iterations, free, any);
      if (nearFirst) scanned += blockMoves.offerRight(first, each, iterations, free, any);
      if (nearFirst) scanned += blockMoves.offerLeft(each, first, iterations, free, any);
      if (nearLast && index + 1 < to) scanned += blockMoves.offerLeft(last, each, iterations, free, any);
    }
    if (to > from + 1 && to - from <= farthest)
      scanned += blockMoves.offerLeft(last, first, iterations, free, any);
    this.evaluations += scanned;
  }

  private make({ operation, option, place }: MoveChoice): void {
    const { graph, tabu, iterations } = this;
    const [oldOption, oldPlace] = [graph.optionOf[operation]!, graph.at[operation]!];
    if (!graph.move(operation, option, place)) {
      tabu.forbidOption(option, iterations + this.tenure());
      return;
    }
    const until = iterations + this.tenure();
    if (option !== oldOption) {
      // It stays there for a while: else one operation would go round its machines while nothing else moves.
      const { optionStart } = graph.problem;
      tabu.forbidOptions(optionStart[operation]!, optionStart[operation + 1]!, until);
      return;
    }
    // What it has passed may not be passed back.
    const base = graph.offset[graph.machineOf(operation)]!;
    for (let other = place; other < oldPlace; other++)
      tabu.forbidPair(graph.sequence[base + other + 1]!, operation, until);
    for (let other = oldPlace; other < place; other++)
      tabu.forbidPair(operation, graph.sequence[base + other]!, until);
  }

  private tenure(): number {
    const { size, problem } = this.graph;
    const base = 5 + size / problem.machineCount / 10;
    return Math.floor(base + this.random.next() * base);
  }
}
