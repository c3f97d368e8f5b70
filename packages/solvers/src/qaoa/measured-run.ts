import type { Answer, Evidence, EvidenceControl, Model } from "@qtwin/model";
import { solve } from "../run.ts";

export interface MeasuredRunOptions {
  readonly seed: number;
  readonly layers: number;
  readonly shots: number;
  /** States prepared in the search for angles, at most. */
  readonly evaluations: number;
  readonly timeLimitMs: number;
  /** The QAOA solver's own option; its default if absent. */
  readonly subspaceFrom?: number;
}

export interface MeasuredRun {
  /** Of QAOA, and of HiGHS, which proves the optimum in a way of its own. */
  readonly quantum: Answer;
  readonly exact: Answer;
  /** The run beside random sampling, annealing, tabu search, enumeration and HiGHS. */
  readonly evidence: Evidence;
}

/** Objectives this close, relative to max(1, |objective|), are the same. */
const sameObjective = 1e-9;

/**
 * QAOA on a model of at most 24 qubits (16 with penalties, unless it is one of choices alone) beside five controls, in workers. HiGHS gets as many seconds as the run, 1 s at least,
 * since it starts a worker. Null: the time was over before all controls were.
 * @throws QT_SOLVERS_NOT_APPLICABLE, QT_SOLVERS_WORKER_DIED, QT_SOLVERS_WRONG_ANSWER
 */
export async function measuredRun(model: Model, options: MeasuredRunOptions): Promise<MeasuredRun | null> {
  const { seed, timeLimitMs, ...settings } = options;
  const quantum = await solve(model, {
    ...{ solver: "qaoa", timeLimitMs, seed, workLimit: settings.evaluations },
    options: settings,
  });
  const [run] = quantum.evidence;
  if (!run) return null;
  const budgetS = Math.max(1, run.seconds.total);
  const exact = await solve(model, { solver: "highs", timeLimitMs: 1000 * budgetS, gapLimit: 0, seed });
  const evidence = { ...run, controls: [...run.controls, milpControl(exact, run, budgetS)] };
  return { quantum, exact, evidence };
}

function milpControl(
  { objective, seconds, status, timeline }: Answer,
  { reference }: Evidence,
  budgetS: number,
): EvidenceControl {
  const isReached = objective !== null && reference !== null && isSame(objective, reference.objective);
  return {
    method: "highs",
    objective,
    seconds,
    secondsToBest: timeline.find((each) => each.objective === objective)?.seconds ?? seconds,
    evaluations: 1,
    evaluationUnit: status === "optimal" ? "proofs" : "solves",
    budget: { seconds: budgetS, evaluations: null },
    success: null,
    timeToSolutionS: isReached ? seconds : null,
  };
}

const isSame = (one: number, other: number): boolean =>
  Math.abs(one - other) <= sameObjective * Math.max(1, Math.abs(other));
