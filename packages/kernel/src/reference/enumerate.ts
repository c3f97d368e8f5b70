import type { Cost } from "../cost.ts";
import { referenceCosts } from "./qaoa.ts";

/** Minimum, first minimiser and number of minimisers, by looking at every assignment. */
export function referenceEnumeration(
  qubits: number,
  cost: Cost,
  tolerance: number,
): { readonly minimum: number; readonly basis: number; readonly minimisers: number } {
  const costs = referenceCosts(qubits, cost);
  const least = costs.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const basis = costs.findIndex((value) => value <= least + tolerance);
  const minimisers = costs.filter((value) => value <= least + tolerance).length;
  return { minimum: costs[basis]!, basis, minimisers };
}
