import type { QuadraticCost } from "@qtwin/kernel";
import type { WeightedEdge } from "./regular-graph.ts";

/** Minus the weight of the edges between unlike ends: each edge counts -w (x_i + x_j - 2 x_i x_j). */
export function maxCutCost(count: number, edges: readonly WeightedEdge[]): QuadraticCost {
  const linear = new Float64Array(count);
  for (const [i, j, weight] of edges) for (const end of [i, j]) linear[end]! -= weight;
  return {
    kind: "quadratic",
    offset: 0,
    linear,
    couplings: edges.map(([i, j, weight]) => [i, j, 2 * weight]),
  };
}
