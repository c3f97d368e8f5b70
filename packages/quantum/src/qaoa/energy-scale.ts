import type { SubsetWeights } from "@qtwin/kernel";
import { spinWeights } from "../cost/spin-weights.ts";
import { popcount } from "../pauli/bits.ts";

/**
 * What a spin feels of the others at random, in energy units: the root mean square over the spins of all weights that
 * touch each, a field counting like a coupling to one more spin. Times this, the good angles gamma of most problems are
 * alike: about 0.2 to 0.7.
 */
export function energyScale(qubits: number, weights: SubsetWeights): number {
  let sum = 0;
  for (const [mask, weight] of spinWeights(weights)) sum += popcount(mask) * weight * weight;
  return Math.sqrt(sum / qubits) || 1;
}
