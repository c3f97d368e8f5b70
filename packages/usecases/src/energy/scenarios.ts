import { type BandLearner, createBandLearner } from "@qtwin/forecast";
import type { Plan, ScenarioCosts } from "../contract.ts";
import { costParts } from "./cost.ts";
import { dayCost } from "./day-cost.ts";
import type { Dispatch } from "./dispatch.ts";
import type { EnergyFacts } from "./facts.ts";
import { dispatchOf } from "./plan.ts";
import { drawnCourse, drawWorlds } from "./worlds.ts";

/** Cost of plan and baseline under the same draws of load, PV and unpublished prices, and the band of what the rest of the day costs. */
export function scenarios(
  facts: EnergyFacts,
  plan: Plan,
  baseline: Plan,
  count: number,
  seed: number,
  learner: BandLearner = createBandLearner(),
): ScenarioCosts {
  const planned = dispatchOf(facts, plan);
  const native = dispatchOf(facts, baseline);
  const draws = drawWorlds(facts, count, seed);
  const costs = (dispatch: Dispatch): number[] =>
    draws.map((world) =>
      Object.values(costParts(world.facts, drawnCourse(facts, world, dispatch), native)).reduce(
        (sum, part) => sum + part,
        0,
      ),
    );
  return {
    planEur: costs(planned),
    baselineEur: costs(native),
    dayCost: dayCost(facts, plan, learner, seed),
  };
}
