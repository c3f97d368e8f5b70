import { QtwinError } from "@qtwin/core";
import type { Answer, Model } from "@qtwin/model";
import { solve } from "@qtwin/solvers";
import { finderIn, type Outcome, objectiveAt10S } from "./rows.ts";

/** The conditions that are the same for everybody in one run. */
export interface Conditions {
  readonly timeS: number;
  readonly threads: number;
  readonly seed: number;
  /** Relative gap at which a solver may stop. */
  readonly gapLimit: number;
  /** Id of one of our solvers; default: all that fit. */
  readonly solver?: string;
  readonly signal?: AbortSignal;
}

export interface OwnRun {
  readonly outcome: Outcome;
  /** The checked solution. */
  readonly solution: Float64Array | null;
}

/** Solves with the portfolio or with one of its solvers, from an earlier solution where there is one; a failure is a row as well. */
export async function solveInstance(
  model: Model,
  conditions: Conditions,
  warmStart?: Float64Array,
): Promise<OwnRun> {
  const { timeS, threads, seed, gapLimit, solver, signal } = conditions;
  const startMs = performance.now();
  const secondsNow = (): number => (performance.now() - startMs) / 1000;
  try {
    const answer = await solve(model, {
      timeLimitMs: timeS * 1000,
      gapLimit,
      threads,
      seed,
      ...(solver === undefined ? {} : { solver }),
      ...(warmStart === undefined ? {} : { warmStart }),
      ...(signal === undefined ? {} : { signal }),
    });
    const solution = answer.feasibility?.feasible ? answer.solution : null;
    return { outcome: outcomeOf(model, answer, secondsNow(), timeS), solution };
  } catch (thrown) {
    return { outcome: failureOf(model, QtwinError.from(thrown).message, secondsNow()), solution: null };
  }
}

function outcomeOf({ sense }: Model, answer: Answer, seconds: number, timeS: number): Outcome {
  const isSolved = answer.feasibility?.feasible ?? false;
  const objective = isSolved ? answer.objective : null;
  return {
    sense,
    status: answer.status,
    solver: isSolved ? finderIn(answer) : null,
    objective,
    objectiveAt10S: objectiveAt10S(timeS, answer.timeline, { objective, seconds }),
    bound: answer.bound,
    boundMethod: answer.boundMethod ?? null,
    proven: isSolved && answer.status === "optimal",
    seconds,
    note: isSolved ? "" : (answer.notes ?? []).join(" ") || "no solution in time",
  };
}

export const failureOf = ({ sense }: Pick<Model, "sense">, note: string, seconds: number): Outcome => ({
  sense,
  status: "failed",
  solver: null,
  objective: null,
  objectiveAt10S: null,
  bound: null,
  boundMethod: null,
  proven: false,
  seconds,
  note,
});
