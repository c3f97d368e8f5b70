import { openQuboSearch, type QuboSearch } from "@qtwin/kernel";
import { compile, type ModelFeature, type Qubo, quboEnergy, quboOf, quboTarget } from "@qtwin/model";
import type { Acceptance, Promises, SolveContext, SolveJob, SolverResult } from "../contract.ts";
import { whyNoQubo } from "./why-no-qubo.ts";

/** What `workLimit` counts: so many tabu flips, or variables visited while cooling. */
const touchesPerUnit = 1000;
/** Work between two looks at the clock, in variables visited: far below a millisecond. */
export const visitsBetweenLooks = 20_000;

/** A search over the QUBO of a job: its limits, what it has done and the best it has found. */
export class QuboRun {
  readonly qubo: Qubo;
  readonly search: QuboSearch;
  private readonly job: SolveJob;
  private readonly context: SolveContext;
  private readonly deadlineMs: number;
  private work = 0;
  private stopped = false;
  private best: Uint8Array | null = null;
  private bestEnergy = Infinity;

  constructor(job: SolveJob, context: SolveContext, startMs: number, qubo: Qubo, search: QuboSearch) {
    this.qubo = qubo;
    this.search = search;
    this.job = job;
    this.context = context;
    this.deadlineMs = startMs + job.timeLimitMs;
  }

  /** Variables that may still be visited or flipped. */
  get workLeft(): number {
    return touchesPerUnit * (this.job.workLimit ?? Infinity) - this.work;
  }

  /** Counts variables visited or flipped. */
  spend(touches: number): void {
    this.work += touches;
  }

  /** Whether to stop: by work, deadline or request. */
  isOver(): boolean {
    if (this.stopped || this.workLeft <= 0) return true;
    this.stopped = this.context.stopRequested() || this.context.now() >= this.deadlineMs;
    return this.stopped;
  }

  /** Reports the current assignment of the search if it is the best so far. */
  offer(): void {
    if (this.search.energy < this.bestEnergy) this.take(this.search.bits(), this.search.energy);
  }

  private take(bits: Uint8Array, energy: number): void {
    this.best = bits;
    this.bestEnergy = energy;
    const minimised = quboEnergy(this.qubo, bits);
    const objective = this.job.model.sense === "maximize" ? 0 - minimised : minimised;
    this.context.onProgress({ objective, bound: null, solution: Float64Array.from(bits) });
  }

  /** What others have found since the last call; never under a work limit, where only the seed may steer. */
  received(): Uint8Array | null {
    if (this.job.workLimit !== undefined) return null;
    const solution = this.context.received()?.solution;
    return solution ? bitsOf(solution) : null;
  }

  /** The best so far, in the search's own order. */
  get bestBits(): Uint8Array | null {
    return this.best;
  }

  /** Where the search begins: at the warm start, else at all zeros. */
  start(): void {
    if (this.job.warmStart) this.search.moveTo(bitsOf(this.job.warmStart));
    this.offer();
  }

  result(): SolverResult {
    const { best } = this;
    if (!best) return { status: "time-limit", solution: null, bound: null };
    return { status: "feasible", solution: Float64Array.from(best), bound: null };
  }
}

const bitsOf = (values: Float64Array): Uint8Array =>
  Uint8Array.from(values, (value) => (value > 0.5 ? 1 : 0));

const taken: readonly ModelFeature[] = ["quadratic-objective", "maximize"];

/** What every QUBO search takes. */
export const searchAcceptance: Acceptance = {
  features: taken,
  maxVariables: 1_000_000,
  maxConstraints: 0,
  // Rows as penalties make a landscape in which single flips find nothing: solvers that know rows are better there.
  recognise: (model) => whyNoQubo(model, taken, "A QUBO search"),
};

export const searchPromises: Promises = {
  optimality: "none",
  bound: false,
  anytime: true,
  warmStart: true,
  workUnit: "a thousand variables visited or flipped",
};

/** @param replicas assignments the search holds at once */
export async function openQuboRun(job: SolveJob, context: SolveContext, replicas = 1): Promise<QuboRun> {
  const startMs = context.now();
  // Only the sense is left to rewrite, so the variables stay what they are.
  const qubo = quboOf(compile(job.model, quboTarget).model);
  const search = await openQuboSearch(qubo, { seed: job.seed, replicas });
  const run = new QuboRun(job, context, startMs, qubo, search);
  run.start();
  return run;
}
