import { parameter } from "../circuit/angle.ts";
import type { Circuit } from "../circuit/circuit.ts";
import { CircuitBuilder } from "../circuit/circuit-builder.ts";
import { couplingsOf, type IsingModel } from "../pauli/ising.ts";
import { uniformStart } from "./start-states.ts";

/**
 * Multi-angle QAOA: an own gamma for each field and coupling and an own beta for each qubit. Parameters of layer l are
 * gamma_l_0, gamma_l_1, … (fields that are not zero, then couplings row by row), then beta_l_0, beta_l_1, … by qubit;
 * all gammas and all betas equal, it is QAOA with the X mixer up to a global phase.
 * Source: Herrman et al., arXiv 2109.11455.
 */
export function multiAngleQaoa(ising: IsingModel, layers: number): Circuit {
  const builder = new CircuitBuilder(ising.count).append(uniformStart(ising.count));
  const couplings = couplingsOf(ising);
  for (let layer = 0; layer < layers; layer++) {
    let term = 0;
    const gamma = (weight: number) => parameter(`gamma_${layer}_${term++}`, 2 * weight);
    for (let i = 0; i < ising.count; i++)
      if (ising.field[i] !== 0) builder.gate("rz", [i], gamma(ising.field[i]!));
    for (const { i, j, value } of couplings) builder.gate("rzz", [i, j], gamma(value));
    for (let i = 0; i < ising.count; i++) builder.gate("rx", [i], parameter(`beta_${layer}_${i}`, 2));
  }
  return builder.build();
}
