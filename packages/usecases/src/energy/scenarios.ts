import { type BandLearner, createBandLearner } from "@qtwin/forecast";
import type { Plan, ScenarioCosts } from "../contract.ts";
import { costParts } from "./cost.ts";
import { dayCost } from "./day-cost.ts";
import type { Dispatch } from "./dispatch.ts";
import type { EnergyFacts } from "./facts.ts";
import { dispatchOf } from "./plan.ts";
import { scenarioTree } from "./scenario-tree.ts";
import { drawnCourse, drawWorlds } from "./worlds.ts";

/**
 * Cost of plan and baseline under the same draws of load, PV and unpublished prices, those draws as a tree, and the band of what the
 * rest of the day costs.
 */
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
  const judging = seedApart(facts, seed);
  const worlds = drawWorlds(facts, count, judging);
  const coursesOf = (dispatch: Dispatch): readonly Dispatch[] =>
    worlds.map((world) => drawnCourse(facts, world, dispatch));
  const costs = (courses: readonly Dispatch[]): number[] =>
    courses.map((course, draw) =>
      Object.values(costParts(worlds[draw]!.facts, course, native)).reduce((sum, part) => sum + part, 0),
    );
  const courses = coursesOf(planned);
  return {
    planEur: costs(courses),
    baselineEur: costs(coursesOf(native)),
    dayCost: dayCost(facts, plan, learner, judging),
    tree: scenarioTree(facts, worlds, courses),
  };
}

/** A plan is never judged on the very draws it was made for. */
const seedApart = ({ risk }: EnergyFacts, seed: number): number => (risk?.seed === seed ? seed + 1 : seed);
