import type { ScenarioCosts } from "@qtwin/usecases";
import type { DifferenceDistribution, DifferenceTree } from "./proposal.ts";

/** Linear interpolation between order statistics (type 7 of Hyndman and Fan, 1996). */
function quantile(sorted: readonly number[], probability: number): number {
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position);
  const low = sorted[below] ?? 0;
  return low + ((sorted[below + 1] ?? low) - low) * (position - below);
}

/**
 * Plan cost minus the cost of doing nothing, scenario by scenario (negative: the plan saves).
 * Without scenarios the nominal difference stands for all of them.
 */
export function differenceDistribution(costs: ScenarioCosts, nominalEur: number): DifferenceDistribution {
  const paired = costs.planEur.map((planEur, index) => planEur - (costs.baselineEur[index] ?? Number.NaN));
  const differences = paired.filter(Number.isFinite);
  const sorted = (differences.length > 0 ? differences : [nominalEur]).toSorted(
    (left, right) => left - right,
  );
  return {
    scenarioCount: differences.length,
    p10Eur: quantile(sorted, 0.1),
    p50Eur: quantile(sorted, 0.5),
    p90Eur: quantile(sorted, 0.9),
    meanEur: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    probabilityWorse: sorted.filter((value) => value > 0).length / sorted.length,
  };
}

/** The tree of the scenarios with the difference at each of its nodes; the root has that of all of them. */
export function differenceTree(costs: ScenarioCosts, nominalEur: number): DifferenceTree | undefined {
  if (!costs.tree) return undefined;
  const { tree, planEur, baselineEur } = costs;
  const of = (draws: readonly number[], all: readonly number[]) => draws.map((draw) => all[draw]!);
  return {
    ...tree,
    nodes: tree.nodes.map(({ draws, ...node }) => ({
      ...node,
      probability: draws.length / planEur.length,
      planMeanEur: of(draws, planEur).reduce((sum, costEur) => sum + costEur, 0) / draws.length,
      difference: differenceDistribution(
        { planEur: of(draws, planEur), baselineEur: of(draws, baselineEur) },
        nominalEur,
      ),
    })),
  };
}
