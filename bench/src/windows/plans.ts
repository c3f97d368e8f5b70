import type { Model } from "@qtwin/model";
import { solve } from "@qtwin/solvers";
import { type EnergyFacts, energy } from "@qtwin/usecases/energy";
import { factsAt, type PlantOptions } from "../energy/plan-instants.ts";
import { planSearch } from "../energy/plan-search.ts";

export interface PlanOptions extends PlantOptions {
  /** Wall time for one plan. */
  readonly planTimeS: number;
}

/** An energy plan of the simulated foundry, as the loop would make it at that instant. */
export interface EnergyPlan {
  readonly atMs: number;
  readonly facts: EnergyFacts;
  readonly model: Model;
  readonly solution: Float64Array;
  readonly objective: number;
}

/** When plans are made on a work day, in minutes of the local day. */
const planMinutes = [0, 270, 450, 630, 810];

/** Plans of a well-run plant at instants of its work days, one after the other, until nobody asks for more or 28 days are over. */
export async function* energyPlans(options: PlanOptions): AsyncGenerator<EnergyPlan> {
  for await (const facts of factsAt(options, planMinutes)) {
    const plan = await planOf(facts, options);
    if (plan) yield plan;
  }
}

/** Null: nothing was found in the time. */
async function planOf(facts: EnergyFacts, { planTimeS, seed }: PlanOptions): Promise<EnergyPlan | null> {
  const model = energy.build(facts);
  const warmStart = energy.warmStart(facts, model);
  const { solution, objective, feasibility } = await solve(model, {
    timeLimitMs: 1000 * planTimeS,
    gapLimit: 0.005,
    seed,
    ...planSearch,
    ...(warmStart ? { warmStart } : {}),
  });
  if (!solution || objective === null || !feasibility?.feasible) return null;
  return { atMs: facts.nowMs, facts, model, solution, objective };
}
