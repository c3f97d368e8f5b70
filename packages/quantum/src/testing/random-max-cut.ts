import type { Random } from "@qtwin/core";
import type { QuadraticCost } from "@qtwin/kernel";

/** -cut as a cost: each edge counts w (x_i + x_j - 2 x_i x_j). */
export function maxCutCost(
  count: number,
  edges: readonly (readonly [i: number, j: number, weight: number])[],
): QuadraticCost {
  const linear = new Float64Array(count);
  for (const [i, j, weight] of edges) for (const end of [i, j]) linear[end]! -= weight;
  return {
    kind: "quadratic",
    offset: 0,
    linear,
    couplings: edges.map(([i, j, weight]) => [i, j, 2 * weight]),
  };
}

/** A graph that has each edge with the same probability. */
export function randomMaxCut(count: number, probability: number, random: Random): QuadraticCost {
  const edges: [number, number, number][] = [];
  for (let i = 0; i < count; i++)
    for (let j = i + 1; j < count; j++) if (random.next() < probability) edges.push([i, j, 1]);
  return maxCutCost(count, edges);
}
