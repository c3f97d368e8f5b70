import type { Answer, AnswerStatus } from "../answer.ts";
import { objectiveValue } from "../evaluate.ts";
import { checkFeasibility } from "../feasibility.ts";
import type { Model } from "../model.ts";
import { type GoalTolerance, goalTolerance, withGoals } from "./goal.ts";
import { joinedStatus, runStages, type SolveOne, type StageResult } from "./stages.ts";

export interface LexicographicStage {
  readonly priority: number;
  readonly termIds: readonly string[];
  readonly status: AnswerStatus;
  /** Weighted sum of the stage's terms in the solution it found; null when there is none. */
  readonly value: number | null;
  /** Proven for that sum, under the values of the stages before. */
  readonly bound: number | null;
}

export interface LexicographicAnswer {
  /**
   * Of the model as given: its objective is the weighted sum of all parts. `optimal` means that every stage is proven;
   * of several stages there is no bound.
   */
  readonly answer: Answer;
  /** By falling priority; stages after one without a solution are not there. */
  readonly stages: readonly LexicographicStage[];
}

/**
 * Solves a model whose objective terms have priorities: stage by stage from the highest one, each stage's value held by a
 * row of its own. Prices of soft constraints count with the terms of priority 0.
 * @param options.tolerance what a stage may lose to those after it
 * @throws QT_MODEL_UNREACHABLE when a soft or uncertain part can not become rows
 * @example
 * const { answer, stages } = await lexicographic(model, (each) => solve(each));
 */
export async function lexicographic(
  model: Model,
  solveOne: SolveOne,
  { tolerance = goalTolerance }: { readonly tolerance?: GoalTolerance } = {},
): Promise<LexicographicAnswer> {
  const compiled = withGoals(model);
  const { terms } = compiled.model.objective;
  const byPriority = Map.groupBy(terms, ({ priority = 0 }) => priority);
  const priorities = [...byPriority.keys()].sort((left, right) => right - left);
  if (priorities.length <= 1) return onlyStage(model, priorities[0] ?? 0, await solveOne(model));
  const goals = priorities.map((priority) => byPriority.get(priority)!);
  const found = await runStages(compiled.model, goals, solveOne, tolerance);
  return {
    answer: joined(model, compiled.decode, found, goals.length),
    stages: found.map(({ goal, answer, value }, stage) => ({
      priority: priorities[stage]!,
      termIds: goal.map(({ id }) => id),
      status: answer.status,
      value,
      bound: answer.bound,
    })),
  };
}

function onlyStage(model: Model, priority: number, answer: Answer): LexicographicAnswer {
  const { status, objective: value, bound } = answer;
  const termIds = model.objective.terms.map(({ id }) => id);
  return { answer, stages: [{ priority, termIds, status, value, bound }] };
}

/** The last solution found, as an answer of the model itself. */
function joined(
  model: Model,
  decode: (values: Float64Array) => Float64Array,
  found: readonly StageResult[],
  stages: number,
): Answer {
  const last = found.findLast(({ value }) => value !== null) ?? found[0]!;
  const solution = last.answer.solution && decode(last.answer.solution);
  return {
    ...last.answer,
    status: joinedStatus(found, stages),
    objective: solution && objectiveValue(model, solution),
    bound: null,
    gap: null,
    seconds: found.reduce((sum, { answer }) => sum + answer.seconds, 0),
    solution,
    feasibility: solution && checkFeasibility(model, solution),
    timeline: [],
  };
}
