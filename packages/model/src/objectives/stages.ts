import type { Answer, AnswerStatus } from "../answer.ts";
import type { Model } from "../model.ts";
import { type Goal, type GoalTolerance, goalValue, holding, optimising } from "./goal.ts";

/** Solves one model with one objective; how is the caller's business. */
export type SolveOne = (model: Model) => Promise<Answer>;

/** What one stage of a lexicographic search found. */
export interface StageResult {
  readonly goal: Goal;
  readonly answer: Answer;
  /** Of the goal at the answer's solution; null when there is none. */
  readonly value: number | null;
}

/** Optimises goals one after the other, each under the values the ones before reached; ends where nothing is found. */
export async function runStages(
  model: Model,
  goals: readonly Goal[],
  solveOne: SolveOne,
  { absolute, relative }: GoalTolerance,
): Promise<readonly StageResult[]> {
  const found: StageResult[] = [];
  const worse = model.sense === "minimize" ? 1 : -1;
  let held = model;
  for (const goal of goals) {
    const answer = await solveOne(optimising(held, goal));
    const value = answer.solution && goalValue(goal, answer.solution);
    found.push({ goal, answer, value });
    if (value === null) return found;
    held = holding(held, goal, value + worse * (absolute + relative * Math.abs(value)));
  }
  return found;
}

/** All stages proven: optimal; else as good as what was found, or the reason why nothing was. */
export function joinedStatus(found: readonly StageResult[], stages: number): AnswerStatus {
  const [first] = found;
  if (first?.value === null) return first.answer.status;
  const proven = found.length === stages && found.every(({ answer }) => answer.status === "optimal");
  return proven ? "optimal" : "feasible";
}
