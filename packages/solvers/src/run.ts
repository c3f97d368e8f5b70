import type { Answer, FeasibilityReport, Incumbent, Model } from "@qtwin/model";
import {
  checkFeasibility,
  compile,
  deterministicEquivalent,
  hasRecourse,
  objectiveValue,
  snapIntegers,
} from "@qtwin/model";
import { checkApplicable, targetOf } from "./check-applicable.ts";
import type { SolveJob, SolverResult } from "./contract.ts";
import { solverError } from "./errors.ts";
import { type RegisteredSolver, registeredSolvers, solverById } from "./registry.ts";
import { type JobOutcome, runJob } from "./run-job.ts";

export interface SolveOptions {
  /** Id of a solver; default: the first that takes the model. */
  readonly solver?: string;
  /** Wall time for everything, start of the worker included; default 60 000. */
  readonly timeLimitMs?: number;
  /** Relative gap at which a solution counts as optimal; default 1e-4. */
  readonly gapLimit?: number;
  /** Default 1. The same seed and `workLimit` give the same answer. */
  readonly seed?: number;
  /** Default 1. */
  readonly threads?: number;
  /** The solver's own count, see `Promises.workUnit`; default none. */
  readonly workLimit?: number;
  /** One value per variable; need not be feasible. */
  readonly warmStart?: Float64Array;
  /** The solver's own options, see `Solver.options`. */
  readonly options?: Readonly<Record<string, number>>;
  /** Aborting ends the solve with the best solution so far. */
  readonly signal?: AbortSignal;
  readonly onIncumbent?: (incumbent: Incumbent) => void;
  /** How long a solver may take to stop before its thread is ended; default 2000. */
  readonly graceMs?: number;
  /** Monotonic milliseconds. */
  readonly now?: () => number;
}

/**
 * Distance of objective and bound, scaled by max(1, |objective|), that is rounding: solvers hold rows and integers to
 * about 1e-6 only, so that their bound may differ that much, times a coefficient, from an exact solution.
 */
const roundingDistance = 1e-5;

/**
 * Solves a model in a worker thread and checks the solution independently on the model as given.
 * Infeasible, unbounded and time limit are values of `status`.
 * @throws QT_SOLVERS_UNKNOWN, QT_SOLVERS_NOT_APPLICABLE, QT_SOLVERS_BAD_OPTION, QT_SOLVERS_WORKER_DIED,
 *   QT_SOLVERS_WRONG_ANSWER, QT_MODEL_WRONG_LENGTH
 * @example
 * const answer = await solve(model, { timeLimitMs: 10_000, gapLimit: 0.01, seed: 1 });
 */
export async function solve(model: Model, options: SolveOptions = {}): Promise<Answer> {
  const entry = options.solver === undefined ? firstApplicable(model) : solverById(options.solver);
  return solveWith(entry, model, options);
}

/** `solve` with a solver that need not be registered. */
export async function solveWith(
  entry: RegisteredSolver,
  model: Model,
  options: SolveOptions = {},
): Promise<Answer> {
  const now = options.now ?? (() => performance.now());
  const startMs = now();
  if (hasRecourse(model)) return solveEquivalent(entry, model, options);
  const { applies, reasons } = checkApplicable(entry.solver, model);
  if (!applies) throw solverError("QT_SOLVERS_NOT_APPLICABLE", reasons.join(" "), model.name);
  const rewritten = compile(model, targetOf(entry.solver));
  const spentMs = now() - startMs;
  const job = jobOf(entry, rewritten.model, options, spentMs, rewritten.encode);
  const outcome =
    rewritten.model.variables.count === 0
      ? decideConstant(rewritten.model)
      : await runJob(entry, job, {
          graceMs: options.graceMs ?? 2000,
          startedBeforeS: spentMs / 1000,
          ...(options.signal ? { signal: options.signal } : {}),
          ...(options.onIncumbent ? { onIncumbent: options.onIncumbent } : {}),
        });
  const solution = outcome.result.solution && rewritten.decode(outcome.result.solution);
  return {
    sense: model.sense,
    seconds: (now() - startMs) / 1000,
    solver: entry.solver.id,
    seed: job.seed,
    timeline: outcome.timeline,
    evidence: [],
    ...judge(model, outcome, solution, job.gapLimit),
  };
}

/**
 * Decisions of every scenario are judged where they all are, on the deterministic equivalent: the answer's objective, bound
 * and feasibility are its own. The values are those of the most probable scenario.
 */
async function solveEquivalent(
  entry: RegisteredSolver,
  model: Model,
  { warmStart, ...options }: SolveOptions,
): Promise<Answer> {
  const { model: certain, encode, decode } = deterministicEquivalent(model);
  const started = warmStart === undefined ? options : { ...options, warmStart: encode(warmStart) };
  const answer = await solveWith(entry, certain, started);
  return { ...answer, solution: answer.solution && decode(answer.solution) };
}

function firstApplicable(model: Model): RegisteredSolver {
  const reasons: string[] = [];
  for (const entry of registeredSolvers) {
    const applicability = checkApplicable(entry.solver, model);
    if (applicability.applies) return entry;
    reasons.push(...applicability.reasons);
  }
  throw solverError(
    "QT_SOLVERS_NOT_APPLICABLE",
    `No solver takes this model. ${reasons.join(" ")}`,
    model.name,
  );
}

function jobOf(
  { solver }: RegisteredSolver,
  model: Model,
  options: SolveOptions,
  spentMs: number,
  encode: (values: Float64Array) => Float64Array,
): SolveJob {
  const { timeLimitMs = 60_000, gapLimit = 1e-4, seed = 1, threads = 1, workLimit, warmStart } = options;
  requireInRange("timeLimitMs", timeLimitMs, 0, 1e10);
  requireInRange("gapLimit", gapLimit, 0, Infinity);
  requireInRange("seed", seed, 0, 2 ** 31 - 1);
  requireInRange("threads", threads, 1, 1024);
  if (workLimit !== undefined) requireInRange("workLimit", workLimit, 0, 2 ** 31 - 1);
  for (const [name, value] of Object.entries(options.options ?? {})) {
    const known = Object.hasOwn(solver.options, name) ? solver.options[name] : undefined;
    if (!known) throw solverError("QT_SOLVERS_BAD_OPTION", `${solver.title} has no option '${name}'.`, name);
    requireInRange(name, value, known.min, known.max);
  }
  const defaults = Object.fromEntries(
    Object.entries(solver.options).map(([name, option]) => [name, option.default]),
  );
  return {
    model,
    timeLimitMs: Math.max(0, timeLimitMs - spentMs),
    gapLimit,
    seed,
    threads,
    ...(workLimit === undefined ? {} : { workLimit }),
    ...(warmStart === undefined ? {} : { warmStart: encode(warmStart) }),
    options: { ...defaults, ...options.options },
  };
}

function requireInRange(name: string, value: number, min: number, max: number): void {
  if (value >= min && value <= max) return;
  const message = `'${name}' is ${value}; it must lie between ${min} and ${max}.`;
  throw solverError("QT_SOLVERS_BAD_OPTION", message, name);
}

/** Without variables there is nothing to choose: the rows hold or not. */
function decideConstant(model: Model): JobOutcome {
  const none = new Float64Array();
  const result: SolverResult = checkFeasibility(model, none).feasible
    ? { status: "optimal", solution: none, bound: model.objective.constant }
    : { status: "infeasible", solution: null, bound: null };
  return { result, timeline: [], notes: [] };
}

type Judgement = Pick<
  Answer,
  "status" | "objective" | "bound" | "gap" | "solution" | "feasibility" | "notes"
>;

/** Turns a solver's claim into what we stand for: nothing it says about its own solution is taken over unchecked. */
function judge(model: Model, outcome: JobOutcome, claimed: Float64Array | null, gapLimit: number): Judgement {
  const { result, notes } = outcome;
  if (!claimed) {
    const status = result.status === "optimal" || result.status === "feasible" ? "time-limit" : result.status;
    return {
      status,
      objective: null,
      bound: result.bound,
      gap: null,
      solution: null,
      feasibility: null,
      ...said(notes),
    };
  }
  const { solution, feasibility } = checked(model, claimed);
  const objective = objectiveValue(model, solution);
  const { bound, withdrawn } = believableBound(model, objective, result.bound);
  const distance = bound === null ? Infinity : Math.abs(objective - bound);
  const gap = bound === null ? null : distance / Math.max(1e-9, Math.abs(objective));
  const isRounding = distance <= roundingDistance * Math.max(1, Math.abs(objective));
  const proven = gap !== null && (gap <= gapLimit || (result.status === "optimal" && isRounding));
  const status = proven ? "optimal" : "feasible";
  return { status, objective, bound, gap, solution, feasibility, ...said([...notes, ...withdrawn]) };
}

const said = (notes: readonly string[]): Pick<Answer, "notes"> => (notes.length > 0 ? { notes } : {});

interface Checked {
  readonly solution: Float64Array;
  readonly feasibility: FeasibilityReport;
}

function checked(model: Model, claimed: Float64Array): Checked {
  const snapped = snapIntegers(model, claimed);
  const report = checkFeasibility(model, snapped);
  if (report.feasible) return { solution: snapped, feasibility: report };
  const raw = checkFeasibility(model, claimed);
  if (raw.feasible) return { solution: claimed, feasibility: raw };
  const worst = [...report.violations].sort((left, right) => right.amount - left.amount)[0]!;
  const message = `The solver's solution breaks '${worst.constraintId}' by ${worst.amount} ${worst.unit}.`;
  throw solverError("QT_SOLVERS_WRONG_ANSWER", message, worst.constraintId);
}

/** A bound on the wrong side of a checked solution is rounding (moved onto it) or wrong (withdrawn). */
function believableBound(
  model: Model,
  objective: number,
  bound: number | null,
): { bound: number | null; withdrawn: string[] } {
  if (bound === null || !Number.isFinite(bound)) return { bound: null, withdrawn: [] };
  const crossing = model.sense === "minimize" ? bound - objective : objective - bound;
  if (crossing <= 0) return { bound, withdrawn: [] };
  if (crossing <= roundingDistance * Math.max(1, Math.abs(objective)))
    return { bound: objective, withdrawn: [] };
  return {
    bound: null,
    withdrawn: [`The solver's bound ${bound} contradicts its own solution and was withdrawn.`],
  };
}
