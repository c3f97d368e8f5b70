import type { Highs } from "highs";
import type { SolveContext, SolveJob } from "../contract.ts";
import type { Incumbent } from "./incumbent.ts";
import { type Knapsack, leastGain } from "./instance.ts";
import { type Relaxation, roundingOf } from "./relaxation.ts";
import { type CoreAnswer, solveCore } from "./solve-core.ts";

/** What the first attempt may cost; each further one twice as much, for branch and cut always begins anew. */
const first = { units: 10, ms: 300 };
/** Time for proofs a unit of time for packings, where up to so many exchanges are open, and where there are more. */
const [few, shareOfFew, shareOfMany] = [128, 4, 0.25];

export interface RoundsOptions {
  readonly highs: Highs;
  readonly knapsack: Knapsack;
  readonly relaxation: Relaxation;
  readonly incumbent: Incumbent;
  readonly job: SolveJob;
  readonly context: SolveContext;
  readonly stop: () => boolean;
  /** Units of work done before. */
  readonly spent: number;
}

/**
 * Branch and cut over the items a better packing could have, in attempts of growing length. With a work limit, branch-and-bound
 * nodes are counted, otherwise milliseconds.
 */
export class Branching {
  private readonly options: RoundsOptions;
  private readonly counts: boolean;
  private spent = 0;
  private next: number;

  constructor(options: RoundsOptions) {
    this.options = options;
    this.counts = options.job.workLimit !== undefined;
    this.next = this.counts ? first.units : first.ms;
  }

  /**
   * An attempt when it is due; null: it is not.
   * @param searched what the search for packings cost so far, in units or milliseconds
   * @param unitsLeft at most so many nodes
   */
  attempt(searched: number, unitsLeft: number): CoreAnswer | null {
    const { highs, knapsack, relaxation, incumbent, job, context, stop } = this.options;
    const target = incumbent.value + leastGain(knapsack, incumbent.value);
    const most = relaxation.bound - target + 10 * roundingOf(relaxation);
    const kept = Uint8Array.from(relaxation.loss, (loss) => Number(loss <= most));
    const open = kept.reduce((sum, each) => sum + each, 0) - knapsack.classCount;
    const share = open <= few ? shareOfFew : shareOfMany;
    if (this.spent + this.next > share * searched + (this.counts ? first.units : first.ms)) return null;
    const limit = this.counts ? Math.floor(Math.min(this.next, unitsLeft)) : 2 ** 30;
    if (limit < 1) return null;
    const startMs = context.now();
    const isOver = (): boolean => !this.counts && context.now() - startMs > this.next;
    const answer = solveCore(highs, knapsack, {
      kept,
      target,
      maxNodes: limit,
      seed: job.seed,
      firstOnly: false,
      stop: () => stop() || isOver(),
    });
    this.spent += this.counts ? answer.nodes : context.now() - startMs;
    this.next *= 2;
    return answer;
  }
}

/**
 * No packing is worth more than this after an attempt. A packing that HiGHS takes within its tolerances and that was refused
 * leaves open what there is below its value.
 * @param taken whether the packing of the answer was taken; @param value of the incumbent then
 */
export function boundAfter({ packing, bound, exhausted }: CoreAnswer, taken: boolean, value: number): number {
  return exhausted && (packing === null || taken) ? value : Math.max(value, bound);
}
