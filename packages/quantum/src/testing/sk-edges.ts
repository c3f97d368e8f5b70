import type { Random } from "@qtwin/core";
import type { WeightedEdge } from "../problems/regular-graph.ts";

/** Every pair of spins coupled with a normal weight of variance 1/n, as the Sherrington-Kirkpatrick model has it. */
export function skEdges(count: number, random: Random): readonly WeightedEdge[] {
  const edges: WeightedEdge[] = [];
  for (let i = 0; i < count; i += 1)
    for (let j = i + 1; j < count; j += 1) edges.push([i, j, random.normal() / Math.sqrt(count)]);
  return edges;
}
