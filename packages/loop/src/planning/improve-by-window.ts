import { type Answer, checkFeasibility, type Model, objectiveValue, relativeGap } from "@qtwin/model";
import { measuredRun, solveLinear } from "@qtwin/solvers";
import type { PlanWindow, SolveLinear } from "@qtwin/usecases";
import type { Improve, Log } from "../context.ts";

/** One window of a plan, and what its quantum run and each of its controls may take. */
const windowOptions = { qubits: 16, count: 1 };
const runOptions = { seed: 1, layers: 3, shots: 1024, evaluations: 100, timeLimitMs: 5000 };

/** Many small programs in a row: the event loop, which keeps the lease of the plant, has its turn between them. */
const politely: SolveLinear = async (model) => {
  await new Promise<void>((resolve) => setImmediate(resolve));
  return solveLinear(model);
};

/**
 * Decides the part of a plan anew in which most may lie, by QAOA on the simulator beside its controls; what is best is taken
 * if it is better on the model itself and breaks no rule of it. A plan never waits for more than that, nor fails by it.
 */
export const improveByWindow =
  (log: Log): Improve =>
  async (useCase, facts, model, answer) => {
    const { solution, feasibility } = answer;
    if (!useCase.windows || !solution || !feasibility?.feasible) return answer;
    try {
      const [window] = await useCase.windows(facts, model, solution, windowOptions, politely);
      const run = window ? await measuredRun(window.model, runOptions) : null;
      if (!window || !run) return answer;
      const evidence = [...answer.evidence, { ...run.evidence, problemClass: `${useCase.id}-window` }];
      const found = [run.exact.solution, run.quantum.solution].filter((values) => values !== null);
      return { ...better(model, answer, window, found), evidence };
    } catch (cause) {
      log("warn", `The plan stays as it was found: its window failed: ${String(cause)}`);
      return answer;
    }
  };

/** The answer with the best of what was found in the window; as it was, if nothing is better. */
export function better(
  model: Model,
  answer: Answer,
  { place }: Pick<PlanWindow, "place">,
  found: readonly Float64Array[],
): Answer {
  let best = answer;
  for (const values of found) {
    const solution = place(values);
    if (!solution) continue;
    const objective = objectiveValue(model, solution);
    const gain = (best.objective! - objective) * (model.sense === "minimize" ? 1 : -1);
    const feasibility = checkFeasibility(model, solution);
    if (!(gain > 0) || !feasibility.feasible) continue;
    const gap = answer.bound === null ? null : relativeGap(objective, answer.bound);
    best = { ...answer, solution, objective, gap, feasibility };
  }
  if (best === answer) return answer;
  const gain = Math.abs(answer.objective! - best.objective!);
  const { seconds, bound } = answer;
  return {
    ...best,
    timeline: [...answer.timeline, { seconds, objective: best.objective, bound, solver: "window" }],
    notes: [
      ...(answer.notes ?? []),
      `A window of the plan was decided anew and is better by ${gain.toFixed(2)}.`,
    ],
  };
}
