import { compile, type Model } from "@qtwin/model";
import { targetOf } from "../check-applicable.ts";
import type { SolveJob } from "../contract.ts";
import { solverError } from "../errors.ts";
import type { RegisteredSolver } from "../registry.ts";
import type { SolveOptions } from "../solve-options.ts";

/** A job for one solver, and the way back to the model as given. */
export interface Prepared {
  readonly job: SolveJob;
  readonly encode: (values: Float64Array) => Float64Array;
  readonly decode: (values: Float64Array) => Float64Array;
  /** An objective or bound of the job, times this, is one of the source. */
  readonly sign: 1 | -1;
  /** Constraints became penalties: a solution may then break them without anybody being wrong. */
  readonly penalised: boolean;
}

type JobSettings = Omit<SolveJob, "model" | "warmStart"> & Pick<SolveOptions, "warmStart">;

/**
 * Rewrites a model to what a solver takes; a solver of one structure gets it as it is.
 * @throws QT_SOLVERS_NOT_APPLICABLE and whatever the rewrites throw
 */
export function prepare(
  { solver }: RegisteredSolver,
  model: Model,
  { warmStart, ...settings }: JobSettings,
): Prepared {
  const whole = solver.accepts.recognise !== undefined;
  const rewritten = whole ? null : compile(model, targetOf(solver));
  const same = (values: Float64Array): Float64Array => values;
  const encode = rewritten?.encode ?? same;
  const target = rewritten?.model ?? model;
  return {
    job: { model: target, ...settings, ...(warmStart ? { warmStart: encode(warmStart) } : {}) },
    encode,
    decode: rewritten?.decode ?? same,
    sign: target.sense === model.sense ? 1 : -1,
    penalised: (rewritten?.certificates.length ?? 0) > 0,
  };
}

/**
 * The settings of a job, checked.
 * @throws QT_SOLVERS_BAD_OPTION
 */
export function checkedSettings(options: SolveOptions): Omit<JobSettings, "options" | "warmStart"> {
  const { timeLimitMs = 60_000, gapLimit = 1e-4, seed = 1, threads = 1, workLimit } = options;
  requireInRange("timeLimitMs", timeLimitMs, 0, 1e10);
  requireInRange("gapLimit", gapLimit, 0, Infinity);
  requireInRange("seed", seed, 0, 2 ** 31 - 1);
  requireInRange("threads", threads, 1, 1024);
  if (workLimit !== undefined) requireInRange("workLimit", workLimit, 0, 2 ** 31 - 1);
  return { timeLimitMs, gapLimit, seed, threads, ...(workLimit === undefined ? {} : { workLimit }) };
}

/**
 * A solver's own options, defaults filled in.
 * @throws QT_SOLVERS_BAD_OPTION
 */
export function checkedOptions(
  { solver }: RegisteredSolver,
  given: Readonly<Record<string, number>> = {},
): Readonly<Record<string, number>> {
  for (const [name, value] of Object.entries(given)) {
    const known = Object.hasOwn(solver.options, name) ? solver.options[name] : undefined;
    if (!known) throw solverError("QT_SOLVERS_BAD_OPTION", `${solver.title} has no option '${name}'.`, name);
    requireInRange(name, value, known.min, known.max);
  }
  const defaults = Object.entries(solver.options).map(([name, option]) => [name, option.default] as const);
  return { ...Object.fromEntries(defaults), ...given };
}

function requireInRange(name: string, value: number, min: number, max: number): void {
  if (value >= min && value <= max) return;
  const message = `'${name}' is ${value}; it must lie between ${min} and ${max}.`;
  throw solverError("QT_SOLVERS_BAD_OPTION", message, name);
}
