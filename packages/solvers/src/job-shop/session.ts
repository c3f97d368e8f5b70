import type { SolveContext, SolveJob, SolverResult } from "../contract.ts";
import { lowerBound } from "./lower-bound.ts";
import type { Watch } from "./memetic-search.ts";
import type { JobShopReading } from "./read-job-shop.ts";
import { orderOf, valuesOf } from "./translate.ts";

/** Least time between two reports. */
const reportEveryMs = 50;

/** One solve: its limits, the best schedule and bound so far, and what goes to and comes from others. */
export class Session implements Watch {
  private readonly job: SolveJob;
  private readonly context: SolveContext;
  private readonly reading: JobShopReading;
  private readonly deadlineMs: number;
  private work = 0;
  private goalTicks = 0;
  private makespanTicks = Infinity;
  private solution: Float64Array | null = null;
  /** In the model's unit of time: makespan of `solution`, and what no makespan is below. */
  private makespan = Infinity;
  private bound = -Infinity;
  private reportedMs = -Infinity;
  private unreported: Int32Array | null = null;
  private received: Int32Array | null = null;

  constructor(job: SolveJob, context: SolveContext, reading: JobShopReading, startMs: number) {
    this.job = job;
    this.context = context;
    this.reading = reading;
    this.deadlineMs = startMs + job.timeLimitMs;
    const { lower } = reading.problem.makespan;
    this.raiseBound(Math.max(lower, this.timeOf(lowerBound(reading.shop)) - reading.roundingTime));
  }

  starts(): Int32Array[] {
    return this.job.warmStart ? [orderOf(this.reading, this.job.warmStart)] : [];
  }

  allow(wanted: number): number {
    const { workLimit = Infinity } = this.job;
    const nowMs = this.context.now();
    if (nowMs >= this.deadlineMs || this.context.stopRequested() || this.isProven()) return 0;
    if (this.unreported && nowMs - this.reportedMs >= reportEveryMs) this.report(nowMs);
    if (this.job.workLimit === undefined) this.listen();
    return Math.min(wanted, workLimit - this.work);
  }

  spend(iterations: number): void {
    this.work += iterations;
  }

  found(order: Int32Array, makespan: number): void {
    if (makespan >= this.makespanTicks) return;
    this.makespanTicks = makespan;
    this.unreported = order.slice();
    if (this.solution === null) this.report(this.context.now());
  }

  heard(): Int32Array | null {
    const heard = this.received;
    this.received = null;
    return heard;
  }

  goal(): number {
    return this.goalTicks;
  }

  result(): SolverResult {
    this.report(this.context.now());
    const bound = this.objectiveOf(this.bound);
    if (!this.solution) return { status: "time-limit", solution: null, bound };
    const status = this.makespan <= this.bound ? "optimal" : "feasible";
    return { status, solution: this.solution, bound };
  }

  private isProven(): boolean {
    if (this.makespanTicks <= this.goalTicks) return true;
    if (this.makespan === Infinity) return false;
    const objective = Math.abs(this.objectiveOf(this.makespan));
    const { factor } = this.reading.problem.makespan;
    return factor * (this.makespan - this.bound) <= this.job.gapLimit * objective;
  }

  private listen(): void {
    const heard = this.context.received();
    if (!heard) return;
    if (heard.bound !== null) this.raiseBound(this.makespanOf(heard.bound));
    if (!heard.solution || heard.objective === null) return;
    const makespan = this.makespanOf(heard.objective);
    if (makespan >= this.makespan) return;
    this.received = orderOf(this.reading, heard.solution);
    this.found(this.received, this.ticksOf(makespan));
  }

  /** Only a schedule that is better in the model's own times, and keeps its deadlines, counts. */
  private report(nowMs: number): void {
    const order = this.unreported;
    if (!order) return;
    this.unreported = null;
    this.reportedMs = nowMs;
    const values = valuesOf(this.job.model, this.reading, order);
    if (!values) return;
    const makespan = values[this.reading.problem.makespan.column]!;
    if (makespan >= this.makespan) return;
    this.makespan = makespan;
    this.solution = values;
    const [objective, bound] = [this.objectiveOf(makespan), this.objectiveOf(this.bound)];
    this.context.onProgress({ objective, bound, solution: values });
  }

  private raiseBound(time: number): void {
    if (!(time > this.bound)) return;
    this.bound = time;
    this.goalTicks = Math.max(this.goalTicks, this.ticksOf(time));
  }

  private timeOf(ticks: number): number {
    return this.reading.origin + ticks / this.reading.ticksPerUnit;
  }

  private ticksOf(time: number): number {
    const { origin, ticksPerUnit } = this.reading;
    return Math.ceil((time - origin) * ticksPerUnit - 1e-6);
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
