import type { SubsetWeights } from "@qtwin/kernel";

/** Energies this close are the same: 1e-9 of all weights, which covers sums in another order and the kernel's table of costs. */
export function optimumTolerance(weights: SubsetWeights): number {
  let total = 0;
  for (const weight of weights.values()) total += Math.abs(weight);
  return 1e-9 * total;
}
