import { createRandom } from "@qtwin/core";
import { modelFeatures } from "@qtwin/model";
import type { SolveContext, SolveJob, SolverResult } from "../contract.ts";
import { defineSolver } from "../contract.ts";
import { automaticSubSolver } from "./automatic-sub-solver.ts";
import { linearRelaxation } from "./linear-relaxation.ts";
import { NeighbourhoodChoice } from "./neighbourhood-choice.ts";
import { Search } from "./search.ts";
import { startOf } from "./start.ts";
import { type SubLimits, subSolverIds, subSolverOf, usualLimits } from "./sub-solvers/index.ts";

/** Rewritten before: what is uncertain, and objectives one after the other. */
const notTaken = ["uncertainty", "risk", "priorities"];

const whole = (value: number, min: number, max: number, unit: string, doc: string) => ({
  default: value,
  min,
  max,
  unit,
  doc,
});

export default defineSolver({
  id: "neighbourhood",
  title: "Large-neighbourhood search",
  accepts: {
    features: modelFeatures.filter((feature) => !notTaken.includes(feature)),
    maxVariables: 200_000,
    maxConstraints: 200_000,
  },
  promises: {
    optimality: "none",
    bound: true,
    boundMethod: "linear relaxation at the root; branch and bound where one neighbourhood holds everything",
    anytime: true,
    warmStart: true,
    workUnit: "neighbourhoods solved",
  },
  options: {
    subSolver: whole(
      0,
      0,
      subSolverIds.length - 1,
      "1",
      `What solves a neighbourhood: ${subSolverIds.map((id, number) => `${number} ${id}`).join(", ")}.`,
    ),
    blocks: whole(0, 0, 100_000, "1", "Decisions of a neighbourhood at most; 0 leaves it to their success."),
    nodes: whole(usualLimits.nodes, 1, 1e6, "1", "Branch-and-bound nodes of a neighbourhood (exact-milp)."),
    qubits: whole(
      usualLimits.qubits,
      2,
      24,
      "1",
      "Variables of a neighbourhood as a QUBO (exact-qubo, qaoa).",
    ),
    variables: whole(
      usualLimits.variables,
      2,
      2000,
      "1",
      "Variables of a neighbourhood as a QUBO (annealing, tabu).",
    ),
    sweeps: whole(usualLimits.sweeps, 1, 1e6, "1", "Sweeps of a neighbourhood (annealing)."),
    layers: whole(usualLimits.layers, 1, 20, "1", "Layers of the circuit (qaoa)."),
    evaluations: whole(
      usualLimits.evaluations,
      1,
      1e5,
      "1",
      "Evaluations and gradients of the angle search (qaoa).",
    ),
    shots: whole(usualLimits.shots, 1, 1e6, "1", "Measurements of the final state (qaoa)."),
  },
  solve,
});

/** Time for one neighbourhood, as a share of all time and in milliseconds. */
const [sliceShare, leastSliceMs, mostSliceMs] = [0.05, 100, 5000];
/** Time for the linear relaxation, as a share of all time. */
const relaxationShare = 0.1;
/** By how much a bound of HiGHS may cross a solution, relative to its objective. */
const rounding = 1e-6;
/** Neighbourhoods in a row that no sub-solver can take before it is given up. */
const patience = 100;

async function solve(job: SolveJob, context: SolveContext): Promise<SolverResult> {
  const untilMs = context.now() + job.timeLimitMs;
  const start = await startOf(job, context, untilMs);
  const { values, bound, proven } = start;
  if (values) return new Run(job, context, untilMs, values, bound).all(proven !== null);
  const status = proven === "infeasible" || proven === "unbounded" ? proven : "time-limit";
  return { status, solution: null, bound };
}

class Run {
  private readonly job: SolveJob;
  private readonly context: SolveContext;
  private readonly untilMs: number;
  private readonly subSolver;
  private readonly search: Search;
  private readonly random;
  /** As proven; beyond the incumbent by rounding, perhaps. */
  private proven: number | null;

  constructor(
    job: SolveJob,
    context: SolveContext,
    untilMs: number,
    values: Float64Array,
    bound: number | null,
  ) {
    this.job = job;
    this.context = context;
    this.untilMs = untilMs;
    this.proven = bound;
    this.random = createRandom(job.seed);
    const id = subSolverIds[job.options.subSolver ?? 0] ?? "automatic";
    this.subSolver = subSolverOf(
      id === "automatic" ? automaticSubSolver(job.model) : id,
      job.options as unknown as SubLimits,
    );
    this.search = new Search(job.model, values, this.subSolver, context);
  }

  async all(isFinal: boolean): Promise<SolverResult> {
    this.report();
    if (!isFinal && !this.isOver(0)) await this.neighbourhoods();
    const { model, seed } = this.job;
    const evidence = this.subSolver.evidence?.(model, seed) ?? [];
    return { status: "feasible", solution: this.search.values, bound: this.bound, evidence };
  }

  private async neighbourhoods(): Promise<void> {
    const { job, search, context } = this;
    if (this.subSolver.takesFollowers) await this.relax();
    const { landscape } = search;
    const largest = job.options.blocks || Infinity;
    const choice = new NeighbourhoodChoice(landscape, this.random, this.subSolver.startSize, largest);
    let refused = 0;
    for (let done = 0; !this.isOver(done) && refused < patience; done++) {
      this.listen();
      const beganMs = context.now();
      const draw = choice.draw(job.workLimit === undefined ? this.untilMs - beganMs : Infinity);
      const outcome = await search.step(draw.blocks, this.limits());
      const cost = job.workLimit === undefined ? Math.max(1e-3, context.now() - beganMs) : 1;
      choice.learn(draw, outcome, cost);
      if (outcome.gain > 0) this.report();
      refused = outcome.end === "too-large" && choice.isExhausted ? refused + 1 : 0;
      if (outcome.proven) this.proven = search.objective;
      if (outcome.proven) return;
    }
  }

  private isOver(done: number): boolean {
    const { job, context, untilMs } = this;
    if (context.stopRequested() || context.now() >= untilMs) return true;
    return done >= (job.workLimit ?? Infinity) || this.isWithinGap();
  }

  private isWithinGap(): boolean {
    const { bound } = this;
    if (bound === null) return false;
    const { objective } = this.search;
    return Math.abs(objective - bound) <= this.job.gapLimit * Math.max(1e-9, Math.abs(objective));
  }

  /** On the right side of the incumbent; one that contradicts it by more than rounding is none. */
  private get bound(): number | null {
    const { proven, search, job } = this;
    if (proven === null) return null;
    const { objective } = search;
    const crossing = job.model.sense === "minimize" ? proven - objective : objective - proven;
    if (crossing <= 0) return proven;
    return crossing <= rounding * Math.max(1, Math.abs(objective)) ? objective : null;
  }

  /** With a count of work only the deadline is a clock. */
  private limits(): { readonly seed: number; readonly timeLimitMs: number } {
    const { job, context, untilMs } = this;
    const left = Math.max(0, untilMs - context.now());
    const slice = Math.min(mostSliceMs, Math.max(leastSliceMs, sliceShare * job.timeLimitMs));
    const timeLimitMs = job.workLimit === undefined ? Math.min(left, slice) : left;
    return { seed: this.random.integer(2 ** 31 - 1), timeLimitMs };
  }

  private async relax(): Promise<void> {
    const { job, context, search, untilMs } = this;
    const left = untilMs - context.now();
    const timeLimitMs = job.workLimit === undefined ? left * relaxationShare : left;
    const relaxation = await linearRelaxation(job.model, { context, timeLimitMs, seed: job.seed });
    if (!relaxation) return;
    search.landscape.relaxation = relaxation.values;
    this.proven ??= relaxation.bound;
    this.report();
  }

  /** Better solutions of others count where no count of work asks for the same answer. */
  private listen(): void {
    if (this.job.workLimit !== undefined) return;
    const heard = this.context.received()?.solution;
    if (heard) this.search.offer(heard);
  }

  private report(): void {
    const { objective, values } = this.search;
    this.context.onProgress({ objective, bound: this.bound, solution: values.slice() });
  }
}
