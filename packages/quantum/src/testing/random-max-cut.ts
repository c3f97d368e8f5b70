import type { Random } from "@qtwin/core";
import type { QuadraticCost } from "@qtwin/kernel";
import { maxCutCost } from "../problems/max-cut-cost.ts";

/** A graph that has each edge with the same probability. */
export function randomMaxCut(count: number, probability: number, random: Random): QuadraticCost {
  const edges: [number, number, number][] = [];
  for (let i = 0; i < count; i++)
    for (let j = i + 1; j < count; j++) if (random.next() < probability) edges.push([i, j, 1]);
  return maxCutCost(count, edges);
}
