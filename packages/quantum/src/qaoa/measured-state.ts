import type { Random } from "@qtwin/core";
import type { QuadraticCost, Samples, SubsetWeights } from "@qtwin/kernel";
import { energyOf } from "../cost/energy-of.ts";
import { bitsOfBasis } from "../run/bits-of-basis.ts";
import { visitCosts } from "../run/scan-polynomial.ts";
import { sampleBasis } from "../simulate/sample.ts";
import type { Statevector } from "../simulate/statevector.ts";

/** Measures all qubits of the state so often; energies of the cost beside the assignments. */
export function sampleCost(state: Statevector, cost: QuadraticCost, shots: number, random: Random): Samples {
  const measured = sampleBasis(state, shots, random);
  const counts = new Map<number, number>();
  for (const basis of measured) counts.set(basis, (counts.get(basis) ?? 0) + 1);
  const basis = Uint32Array.from(counts.keys());
  return {
    basis,
    occurrences: Uint32Array.from(counts.values()),
    energies: Float64Array.from(basis, (index) => energyOf(cost, bitsOfBasis(index, state.qubits))),
  };
}

/** Probability of an energy of at most `limit`. */
export function massUpTo({ qubits, re, im }: Statevector, weights: SubsetWeights, limit: number): number {
  let mass = 0;
  visitCosts(qubits, weights, (costs, base) => {
    costs.forEach((cost, x) => {
      const at = base + x;
      if (cost <= limit) mass += re[at]! * re[at]! + im[at]! * im[at]!;
    });
  });
  return mass;
}
