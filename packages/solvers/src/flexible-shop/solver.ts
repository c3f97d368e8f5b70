import { checkFeasibility, type Model, objectiveValue } from "@qtwin/model";
import { defineSolver, type SolveContext, type SolveJob, type SolverResult } from "../contract.ts";
import { solverError } from "../errors.ts";
import { hasSetups, operationCount, type ShopProblem } from "../shop/problem.ts";
import { readShop } from "../shop/read-shop.ts";
import { scheduleOrder, scheduleValues } from "../shop/schedule-values.ts";
import { Annealing } from "./annealing.ts";
import { costBound } from "./lower-bounds.ts";
import { plainShop } from "./plain-shop.ts";
import { RelinkingSearch } from "./relinking-search.ts";
import type { Found, ShopSearch } from "./shop-search.ts";

/** Iterations between two looks at the clock: fewer where one looks at many places. */
function roundLengthOf(problem: ShopProblem): number {
  const size = operationCount(problem);
  const places = hasSetups(problem) ? size * Math.ceil(size / problem.machineCount) : 10 * size;
  return Math.max(1, Math.min(50, Math.floor(2e6 / places)));
}

export default defineSolver({
  id: "flexible-shop",
  title: "Flexible job shop search",
  accepts: {
    features: [
      "continuous",
      "integer",
      "choice",
      "fixed-binary",
      "maximize",
      "linear-equality",
      "linear-inequality",
      "soft-constraints",
      "soft-structures",
      "exactly-one",
      "implication",
      "precedence",
      "no-overlap",
    ],
    maxVariables: 150_000,
    maxConstraints: 150_000,
    recognise: reasonsAgainst,
  },
  promises: {
    optimality: "none",
    bound: true,
    boundMethod: "longest job, preemptive one-machine schedules, weighted loads of machines",
    anytime: true,
    warmStart: true,
    workUnit: "iterations: moves of one operation",
  },
  options: {},
  solve,
});

function reasonsAgainst(model: Model): readonly string[] {
  const reading = readShop(model);
  if ("problem" in reading) return [];
  return reading.reasons.map((reason) => `Flexible job shop search does not take this model: ${reason}`);
}

async function solve(job: SolveJob, context: SolveContext): Promise<SolverResult> {
  const deadlineMs = context.now() + job.timeLimitMs;
  const reading = readShop(job.model);
  if (!("problem" in reading))
    throw solverError("QT_SOLVERS_NOT_APPLICABLE", reading.reasons.join(" "), job.model.name);
  const isOver = (): boolean => context.stopRequested() || context.now() >= deadlineMs;
  const run = new Run(job, context, reading.problem, isOver);
  run.start();
  while (!run.isProven && run.workLeft > 0 && !isOver()) run.round();
  return run.result();
}

/** One solve: the search, what it has reported, and what others have. */
class Run {
  private readonly job: SolveJob;
  private readonly context: SolveContext;
  private readonly problem: ShopProblem;
  private readonly search: ShopSearch;
  private readonly roundLength: number;
  /** Own proof. */
  private bound: number;
  /** What others say now. It only ends the search: said as one's own, it would outlive who proved it. */
  private heard = -Infinity;
  private incumbent: { readonly values: Float64Array; readonly cost: number } | null = null;

  constructor(job: SolveJob, context: SolveContext, problem: ShopProblem, isOver: () => boolean) {
    this.job = job;
    this.context = context;
    this.problem = problem;
    const plain = plainShop(problem, job.seed, isOver);
    this.search = plain
      ? new RelinkingSearch(plain, job.seed, isOver)
      : new Annealing(problem, job.seed, isOver);
    this.roundLength = roundLengthOf(problem);
    this.bound = costBound(problem);
  }

  /** Whether no better schedule is left, or the gap is small enough. */
  get isProven(): boolean {
    if (!this.incumbent) return false;
    const { cost } = this.incumbent;
    // A heard bound is false when something better is known.
    const bound = this.heard > cost ? this.bound : Math.max(this.bound, this.heard);
    return cost - bound <= this.job.gapLimit * Math.max(1e-9, Math.abs(this.objectiveOf(cost)));
  }

  get workLeft(): number {
    return (this.job.workLimit ?? Infinity) - this.search.iterations;
  }

  start(): void {
    const { job, context, problem, search } = this;
    context.onProgress({ objective: null, bound: this.objectiveOf(this.bound) });
    if (job.warmStart && checkFeasibility(job.model, job.warmStart).feasible)
      this.report(job.warmStart.slice(), this.costOf(objectiveValue(job.model, job.warmStart)));
    search.start(job.warmStart && scheduleOrder(problem, job.warmStart));
    this.take(search.best);
  }

  round(): void {
    this.listen();
    const goesOn = this.search.round(Math.min(this.roundLength, this.workLeft));
    this.take(this.search.best);
    if (!goesOn && this.incumbent) this.bound = Math.max(this.bound, this.incumbent.cost);
  }

  result(): SolverResult {
    const bound = this.objectiveOf(this.bound);
    if (!this.incumbent) return { status: "time-limit", solution: null, bound };
    return { status: this.isProven ? "optimal" : "feasible", solution: this.incumbent.values, bound };
  }

  private take(found: Found | null): void {
    if (!found || (this.incumbent && found.cost >= this.incumbent.cost)) return;
    this.report(scheduleValues(this.problem, found.optionOf, found.start), found.cost);
  }

  private report(values: Float64Array, cost: number): void {
    this.incumbent = { values, cost };
    const bound = this.objectiveOf(Math.min(this.bound, cost));
    this.context.onProgress({ objective: this.objectiveOf(cost), bound, solution: values });
  }

  /** Under a work limit only the seed steers. */
  private listen(): void {
    if (this.job.workLimit !== undefined) return;
    const heard = this.context.received();
    if (!heard) return;
    this.heard = heard.bound === null ? -Infinity : this.costOf(heard.bound);
    if (!heard.solution) return;
    const cost = this.costOf(objectiveValue(this.job.model, heard.solution));
    if (this.incumbent && cost >= this.incumbent.cost) return;
    this.search.receive(scheduleOrder(this.problem, heard.solution));
  }

  private objectiveOf(cost: number): number {
    return this.problem.constant + this.problem.sign * cost;
  }

  private costOf(objective: number): number {
    return this.problem.sign * (objective - this.problem.constant);
  }
}
