import { createRandom } from "@qtwin/core";
import { Branching, boundAfter, type RoundsOptions } from "./branching.ts";
import { CoreSearch } from "./core-search.ts";
import { Exhaustion } from "./exhaustion.ts";

/** Nodes of the neighbourhood searches that count as one unit of work: about the time of a branch-and-bound node. */
const nodesPerUnit = 20_000;
/** Units of work of one round of neighbourhoods. */
const roundUnits = 50;
/** Of all work, the part that goes into exhaustion. */
const proofShare = 0.2;

/**
 * Searches in turn for better packings (neighbourhoods) and for the proof that there are none (exhaustion of what the bound
 * leaves open, by depth-first search where that is little and by branch and cut).
 */
export class Rounds {
  private readonly options: RoundsOptions;
  private readonly search: CoreSearch;
  private readonly exhaustion: Exhaustion;
  private readonly branching: Branching;
  private readonly startMs: number;
  /** Units of work. */
  private spent: number;
  private branchedUnits = 0;
  private branchedMs = 0;

  constructor(options: RoundsOptions) {
    const { knapsack, relaxation, incumbent, job, context } = options;
    this.options = options;
    this.spent = options.spent;
    this.startMs = context.now();
    this.search = new CoreSearch(knapsack, relaxation, incumbent.packing, createRandom(job.seed));
    this.exhaustion = new Exhaustion(knapsack, relaxation);
    this.branching = new Branching(options);
  }

  run(): void {
    const { incumbent, stop } = this.options;
    let improved = false;
    while (!stop() && !incumbent.isClosed() && this.unitsLeft > 0) {
      if (!improved) improved = this.exhaust() || (this.spent > 1 && this.branch());
      if (stop() || incumbent.isClosed() || this.unitsLeft <= 0) return;
      improved = this.improve();
      if (incumbent.receive()) this.search.adopt(incumbent.packing);
    }
  }

  private get unitsLeft(): number {
    return (this.options.job.workLimit ?? Infinity) - this.spent;
  }

  /** A round of neighbourhoods; whether the packing became better. */
  private improve(): boolean {
    const { incumbent, stop } = this.options;
    const units = Math.min(roundUnits, this.unitsLeft);
    this.spent += this.search.run(units * nodesPerUnit, stop) / nodesPerUnit;
    return incumbent.offer(this.search.best);
  }

  private exhaust(): boolean {
    const { incumbent, stop } = this.options;
    const limit = Math.min(this.exhaustion.limit, this.unitsLeft * nodesPerUnit);
    const isDue = this.exhaustion.nodes <= proofShare * this.spent * nodesPerUnit;
    if (!isDue || limit < 1 || stop()) return false;
    const packing = this.exhaustion.run(incumbent.packing, limit, stop);
    this.spent += this.exhaustion.lastNodes / nodesPerUnit;
    const improved = packing !== null && incumbent.offer(packing);
    if (improved) this.search.adopt(incumbent.packing);
    if (this.exhaustion.complete) incumbent.lower(incumbent.value);
    return improved;
  }

  /** Whether the packing became better. */
  private branch(): boolean {
    const { incumbent, job, context } = this.options;
    const isCounted = job.workLimit !== undefined;
    const searched = isCounted
      ? this.spent - this.branchedUnits
      : context.now() - this.startMs - this.branchedMs;
    const startMs = context.now();
    const answer = this.branching.attempt(searched, this.unitsLeft);
    if (!answer) return false;
    this.branchedMs += context.now() - startMs;
    this.branchedUnits += answer.nodes;
    this.spent += answer.nodes;
    const improved = answer.packing !== null && incumbent.offer(answer.packing);
    if (improved) this.search.adopt(incumbent.packing);
    incumbent.lower(boundAfter(answer, improved, incumbent.value));
    return improved;
  }
}
