import type { Evidence, EvidenceControl, Model } from "@qtwin/model";
import { solve } from "../run.ts";

/** Objectives this close, relative to max(1, |objective|), are the same. */
const sameObjective = 1e-9;

/**
 * A quantum run with one more control: HiGHS on the same model as a mixed-integer program, which proves the optimum in a way
 * of its own. It gets as many seconds as the run, 1 s at least, since it starts a worker.
 * @throws QT_SOLVERS_WORKER_DIED, QT_SOLVERS_WRONG_ANSWER
 */
export async function withMilpControl(model: Model, evidence: Evidence): Promise<Evidence> {
  const budgetS = Math.max(1, evidence.seconds.total);
  const answer = await solve(model, { solver: "highs", timeLimitMs: 1000 * budgetS, gapLimit: 0, seed: 1 });
  const { objective, seconds, status, timeline } = answer;
  const reference = evidence.reference?.objective ?? null;
  const isReached = objective !== null && reference !== null && isSame(objective, reference);
  const control: EvidenceControl = {
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
  return { ...evidence, controls: [...evidence.controls, control] };
}

const isSame = (one: number, other: number): boolean =>
  Math.abs(one - other) <= sameObjective * Math.max(1, Math.abs(other));
