import type { SolveContext, SolveJob, SolverResult } from "../contract.ts";
import { BoundSearch } from "./lower-bound.ts";
import type { Watch } from "./memetic-search.ts";
import type { JobShopReading } from "./read-job-shop.ts";
import { ticksOf, timeOf } from "./ticks.ts";
import { orderOf, valuesOf } from "./translate.ts";

/** Least time between two reports. */
const reportEveryMs = 50;
/** Elementary steps of the bound search before the tabu search begins, and at most between two looks at the clock. */
const firstBoundWork = 2_000_000;
const boundSlice = 200_000;
/** Elementary steps of the bound search for an iteration of the tabu search: about a seventh of its time at 100 operations. */
const boundStepsPerMove = 60;

/** In the model's unit: a bound so much above the limit of the makespan proves that there is no schedule. */
const limitTolerance = 1e-6;

/** One solve: its limits, the best schedule and bound so far, and what goes to and comes from others. */
export class Session implements Watch {
  private readonly job: SolveJob;
  private readonly context: SolveContext;
  private readonly reading: JobShopReading;
  private readonly deadlineMs: number;
  private readonly bounds: BoundSearch;
  /** Elementary steps that the bound search may make before the tabu search goes on. */
  private boundWork = firstBoundWork;
  private work = 0;
  private makespanTicks = Infinity;
  private solution: Float64Array | null = null;
  /** In the model's unit of time: makespan of `solution`, and what no makespan is below by own proof. */
  private makespan = Infinity;
  private bound = -Infinity;
  private boundTicks = 0;
  /** What others say now. It only ends the search: said as one's own, it would outlive who proved it. */
  private heardTicks = 0;
  private reportedMs = -Infinity;
  private reportedBound = -Infinity;
  /** Not yet in the model's own times; and whether `solution` has not been reported. */
  private untranslated: Int32Array | null = null;
  private hasNews = false;
  private received: Int32Array | null = null;

  constructor(
    job: SolveJob,
    context: SolveContext,
    {
      reading,
      machines,
      startMs,
    }: { reading: JobShopReading; machines: readonly Int32Array[]; startMs: number },
  ) {
    this.job = job;
    this.context = context;
    this.reading = reading;
    this.deadlineMs = startMs + job.timeLimitMs;
    this.bounds = new BoundSearch(reading.shop, machines);
    this.raiseBound(reading.problem.makespan.lower);
    this.takeBound();
  }

  starts(): Int32Array[] {
    return this.job.warmStart ? [orderOf(this.reading, this.job.warmStart)] : [];
  }

  /** The bound search has its turns here: how many and how long follows from the work alone. */
  allow(wanted: number): number {
    while (!this.isOver() && this.boundWork > 0 && !this.bounds.isDone) this.refineBound();
    if (this.isOver()) return 0;
    const nowMs = this.context.now();
    if (nowMs - this.reportedMs >= reportEveryMs) this.report(nowMs);
    if (this.job.workLimit === undefined) this.listen();
    return Math.min(wanted, (this.job.workLimit ?? Infinity) - this.work);
  }

  spend(iterations: number): void {
    this.work += iterations;
    this.boundWork = Math.min(firstBoundWork, this.boundWork + boundStepsPerMove * iterations);
  }

  found(order: Int32Array, makespan: number): void {
    if (makespan >= this.makespanTicks) return;
    this.makespanTicks = makespan;
    this.untranslated = order.slice();
    // The shortest in ticks need not be the shortest there, too: which one is must not depend on when reports are made.
    if (!this.reading.grid.isExact) this.translate();
    if (this.solution === null) this.report(this.context.now());
  }

  heard(): Int32Array | null {
    const heard = this.received;
    this.received = null;
    return heard;
  }

  /** In ticks; a heard bound is false when something shorter is known. */
  goal(): number {
    const { boundTicks, heardTicks, makespanTicks } = this;
    return heardTicks > makespanTicks ? boundTicks : Math.max(boundTicks, heardTicks);
  }

  result(): SolverResult {
    this.report(this.context.now());
    const bound = this.objectiveOf(this.bound);
    if (!this.solution) {
      const isImpossible = this.bound > this.reading.problem.makespan.upper + limitTolerance;
      return { status: isImpossible ? "infeasible" : "time-limit", solution: null, bound };
    }
    const isOptimal = this.makespan <= this.bound || this.makespanTicks <= this.goal();
    const status = isOptimal ? "optimal" : "feasible";
    return { status, solution: this.solution, bound };
  }

  private isOver(): boolean {
    return this.context.now() >= this.deadlineMs || this.context.stopRequested() || this.isProven();
  }

  /** In ticks, of which reports are not the measure: those depend on the clock. */
  private isProven(): boolean {
    const goal = this.goal();
    if (this.makespanTicks <= goal) return true;
    if (this.makespanTicks === Infinity || this.job.gapLimit === 0) return false;
    const makespan = this.timeOf(this.makespanTicks);
    const bound = goal > this.boundTicks ? this.timeOf(goal) : this.bound;
    const { factor } = this.reading.problem.makespan;
    return factor * (makespan - bound) <= this.job.gapLimit * Math.abs(this.objectiveOf(makespan));
  }

  private refineBound(): void {
    const work = Math.min(boundSlice, this.boundWork);
    this.boundWork -= work;
    this.bounds.advance(work, this.makespanTicks);
    this.takeBound();
  }

  private takeBound(): void {
    this.raiseBound(this.timeOf(this.bounds.bound) - this.reading.roundingTime);
  }

  private listen(): void {
    const heard = this.context.received();
    if (!heard) return;
    this.heardTicks = heard.bound === null ? 0 : this.ticksOf(this.makespanOf(heard.bound));
    if (!heard.solution || heard.objective === null) return;
    const makespan = this.makespanOf(heard.objective);
    if (makespan >= this.makespan) return;
    this.received = orderOf(this.reading, heard.solution);
    this.found(this.received, this.ticksOf(makespan));
  }

  /** What is new: a schedule that is better in the model's own times, too, or a bound. */
  private report(nowMs: number): void {
    this.translate();
    const { solution, hasNews } = this;
    if (!hasNews && (this.bound <= this.reportedBound || !solution)) return;
    this.hasNews = false;
    this.reportedMs = nowMs;
    this.reportedBound = this.bound;
    const [objective, bound] = [this.objectiveOf(this.makespan), this.objectiveOf(this.bound)];
    this.context.onProgress({ objective, bound, ...(hasNews && solution ? { solution } : {}) });
  }

  /** Drops what is no better in the model's own times, or breaks the limit of the makespan. */
  private translate(): void {
    const order = this.untranslated;
    if (!order) return;
    this.untranslated = null;
    const values = valuesOf(this.job.model, this.reading, order);
    const makespan = values?.[this.reading.problem.makespan.column] ?? Infinity;
    if (!values || makespan >= this.makespan) return;
    this.makespan = makespan;
    this.solution = values;
    this.hasNews = true;
  }

  private raiseBound(time: number): void {
    if (!(time > this.bound)) return;
    this.bound = time;
    this.boundTicks = Math.max(this.boundTicks, this.ticksOf(time));
  }

  private timeOf(ticks: number): number {
    return this.reading.origin + timeOf(this.reading.grid, ticks);
  }

  private ticksOf(time: number): number {
    return ticksOf(this.reading.grid, time - this.reading.origin);
  }

  private objectiveOf(makespan: number): number {
    const { constant, sign, makespan: column } = this.reading.problem;
    return constant + sign * column.factor * makespan;
  }

  private makespanOf(objective: number): number {
    const { constant, sign, makespan } = this.reading.problem;
    return (sign * (objective - constant)) / makespan.factor;
  }
}
