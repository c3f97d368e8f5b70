import type { Answer } from "../answer.ts";
import { objectiveValue } from "../evaluate.ts";
import { checkFeasibility } from "../feasibility.ts";
import type { Model } from "../model.ts";
import { allPoints } from "./exhaustive.ts";

/** Solves an all-discrete, bounded model by trying everything: always proven. */
export async function answerExhaustively(model: Model): Promise<Answer> {
  const worse = model.sense === "minimize" ? 1 : -1;
  let best: { point: Float64Array; value: number } | null = null;
  for (const point of allPoints(model)) {
    const value = objectiveValue(model, point);
    const isBetter = best === null || worse * (value - best.value) < 0;
    if (isBetter && checkFeasibility(model, point).feasible) best = { point, value };
  }
  return {
    status: best ? "optimal" : "infeasible",
    sense: model.sense,
    objective: best?.value ?? null,
    bound: best?.value ?? null,
    gap: best ? 0 : null,
    seconds: 0,
    solver: "exhaustive",
    seed: 0,
    solution: best?.point ?? null,
    feasibility: best && checkFeasibility(model, best.point),
    timeline: [],
    evidence: [],
  };
}
