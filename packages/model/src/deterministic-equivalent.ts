import { type Compiled, compile, type Target } from "./compile/compile.ts";
import { modelFeatures } from "./compile/features.ts";
import type { RewriteStep } from "./compile/rewrite.ts";
import { modelError } from "./errors.ts";
import type { Model } from "./model.ts";

/** Everything but uncertain parameters. */
export const certainTarget: Target = {
  id: "certain",
  title: "a model without uncertain parameters",
  accepts: new Set(modelFeatures.filter((feature) => feature !== "uncertainty" && feature !== "risk")),
};

/**
 * A certain model with the same optimum: the scenarios of an uncertain one written out, as `compile/rewrites/scenarios.ts`
 * says; a certain model itself.
 * @throws QT_MODEL_UNBOUNDED when a chance constraint has no bounded range
 * @example
 * const equivalent = deterministicEquivalent(model);
 * const { solution } = await solve(equivalent.model);
 * const whenDry = scenarioSolution(equivalent, solution, "dry");
 */
export const deterministicEquivalent = (model: Model): Compiled => compile(model, certainTarget);

/**
 * What is done in one scenario, as values of the uncertain model: decisions taken now and those of the scenario.
 * @param values of the compiled model
 * @param scenario its name
 * @throws QT_MODEL_BAD_SCENARIOS when there is none of this name
 */
export function scenarioSolution(
  { decodeScenario }: Pick<Compiled | RewriteStep, "decodeScenario">,
  values: Float64Array,
  scenario: string,
): Float64Array {
  if (decodeScenario) return decodeScenario(values, scenario);
  throw modelError("QT_MODEL_BAD_SCENARIOS", `There is no scenario '${scenario}'.`, scenario);
}
