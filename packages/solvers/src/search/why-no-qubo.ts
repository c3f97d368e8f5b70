import { featuresOf, featureWords, type Model, type ModelFeature } from "@qtwin/model";

/**
 * Why a model is no QUBO that a solver takes as it is, in sentences; empty when it is one.
 * @param taken features the solver takes; @param solver begins the sentence: "A QUBO search"
 */
export function whyNoQubo(model: Model, taken: readonly ModelFeature[], solver: string): string[] {
  const surplus = [...featuresOf(model)].filter((feature) => !taken.includes(feature));
  if (surplus.length > 0) {
    const words = surplus.map((each) => featureWords[each]).join(", ");
    return [`${solver} takes binary variables and no rules; '${model.name}' has ${words}.`];
  }
  const { linear, quadratic, constant } = model.objective;
  const magnitudes = (sum: number, weight: number): number => sum + Math.abs(weight);
  const total = linear.reduce(magnitudes, 0) + quadratic.value.reduce(magnitudes, Math.abs(constant));
  return Number.isFinite(total)
    ? []
    : [`${solver} adds up all weights; those of '${model.name}' add up to more than the largest number.`];
}
