import { type Angle, parameter, scaleAngle } from "../circuit/angle.ts";
import type { CircuitBuilder } from "../circuit/circuit-builder.ts";
import { couplingsOf, type IsingModel } from "../pauli/ising.ts";

/**
 * The phase exp(-i gamma C) of an Ising model: rz(2 gamma h) and rzz(2 gamma J), and the offset as a global phase, so
 * that the layer is the exponential to the last phase.
 */
export function addCostLayer(builder: CircuitBuilder, ising: IsingModel, gamma: Angle): void {
  if (ising.offset !== 0) builder.gate("gphase", [], scaleAngle(gamma, -ising.offset));
  for (let i = 0; i < ising.count; i++) {
    const field = ising.field[i] ?? 0;
    if (field !== 0) builder.gate("rz", [i], scaleAngle(gamma, 2 * field));
  }
  for (const { i, j, value } of couplingsOf(ising)) builder.gate("rzz", [i, j], scaleAngle(gamma, 2 * value));
}

/** `gamma_0`, `beta_1`: the angle of a layer, counted from 0. */
export function layerParameter(name: "gamma" | "beta", layer: number): Angle {
  return parameter(`${name}_${layer}`);
}
