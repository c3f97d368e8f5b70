import type { Samples } from "@qtwin/kernel";
import { bitsOfBasis } from "./bits-of-basis.ts";
import type { Assignment } from "./run.ts";

/** The first of the least energies; at least one shot. */
export function bestOfSamples({ basis, energies }: Samples, qubits: number): Assignment {
  let least = 0;
  energies.forEach((energy, k) => {
    if (energy < energies[least]!) least = k;
  });
  return { bits: bitsOfBasis(basis[least]!, qubits), energy: energies[least]! };
}
