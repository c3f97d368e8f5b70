import type { Answer, Model } from "@qtwin/model";
import { deterministicEquivalent, hasRecourse } from "@qtwin/model";
import { checkApplicable } from "./check-applicable.ts";
import { solverError } from "./errors.ts";
import { runOne, runPortfolio } from "./portfolio/portfolio.ts";
import { type RegisteredSolver, solverById } from "./registry.ts";
import type { SolveOptions } from "./solve-options.ts";

/**
 * Solves a model in worker threads and checks the solution independently on the model as given. Without the name of a
 * solver, those that take the model race on as many threads as there are.
 * Infeasible, unbounded and time limit are values of `status`.
 * @throws QT_SOLVERS_UNKNOWN, QT_SOLVERS_NOT_APPLICABLE, QT_SOLVERS_BAD_OPTION, QT_SOLVERS_WORKER_DIED,
 *   QT_SOLVERS_WRONG_ANSWER, QT_MODEL_WRONG_LENGTH
 * @example
 * const answer = await solve(model, { timeLimitMs: 10_000, gapLimit: 0.01, seed: 1 });
 */
export async function solve(model: Model, options: SolveOptions = {}): Promise<Answer> {
  if (options.solver !== undefined) return solveWith(solverById(options.solver), model, options);
  return onCertainModel(model, begunNow(options), async (certain, settings) => {
    const { answer } = await runPortfolio(certain, settings);
    return answer;
  });
}

/** `solve` with one solver, which need not be registered. */
export async function solveWith(
  entry: RegisteredSolver,
  model: Model,
  options: SolveOptions = {},
): Promise<Answer> {
  return onCertainModel(model, begunNow(options), (certain, settings) => {
    const { applies, reasons } = checkApplicable(entry.solver, certain);
    if (!applies) throw solverError("QT_SOLVERS_NOT_APPLICABLE", reasons.join(" "), certain.name);
    return runOne(certain, entry, settings);
  });
}

/** What is done ahead of a race counts as well. */
const begunNow = (options: SolveOptions): SolveOptions => {
  const { now = () => performance.now() } = options;
  return { ...options, startMs: options.startMs ?? now() };
};

/**
 * Decisions of every scenario are judged where they all are, on the deterministic equivalent: the answer's objective, bound
 * and feasibility are its own. The values are those of the most probable scenario.
 */
async function onCertainModel(
  model: Model,
  { warmStart, ...options }: SolveOptions,
  solveIt: (model: Model, options: SolveOptions) => Promise<Answer>,
): Promise<Answer> {
  if (!hasRecourse(model)) return solveIt(model, warmStart ? { ...options, warmStart } : options);
  const { model: certain, encode, decode } = deterministicEquivalent(model);
  const started = warmStart ? { ...options, warmStart: encode(warmStart) } : options;
  const answer = await solveIt(certain, started);
  return { ...answer, solution: answer.solution && decode(answer.solution) };
}
