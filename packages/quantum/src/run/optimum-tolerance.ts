import { commonStep, type SubsetWeights } from "@qtwin/kernel";

/**
 * Energies this close are the same: half the step between whole weights; else 1e-9 of the weights, which covers sums in
 * another order and the kernel's table of costs. The offset adds only what it costs in digits.
 */
export function optimumTolerance(weights: SubsetWeights): number {
  const step = commonStep(weights);
  if (step !== undefined) return step / 2;
  let tolerance = 0;
  for (const [mask, weight] of weights) tolerance += (mask === 0 ? 1e-12 : 1e-9) * Math.abs(weight);
  return tolerance;
}
