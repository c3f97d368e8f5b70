import { scaleAngle } from "../circuit/angle.ts";
import type { Circuit } from "../circuit/circuit.ts";
import { CircuitBuilder } from "../circuit/circuit-builder.ts";
import { quantumError } from "../errors.ts";
import type { IsingModel } from "../pauli/ising.ts";
import { addCostLayer, layerParameter } from "./cost-layer.ts";

/**
 * Angles theta_i with which ry(theta_i)|0> is measured as 1 with probability c_i: the relaxed value, moved to
 * [regularisation, 1 - regularisation], since a qubit that starts at 0 or 1 never leaves it.
 * @param relaxed one value in [0, 1] for each variable
 * @throws QT_QUANTUM_BAD_PROBABILITY
 */
export function warmStartAngles(relaxed: ArrayLike<number>, regularisation: number): Float64Array {
  if (!(regularisation >= 0 && regularisation <= 0.5))
    throw quantumError(
      "QT_QUANTUM_BAD_PROBABILITY",
      `The regularisation is ${regularisation}, not in [0, 0.5].`,
      "regularisation",
    );
  return Float64Array.from(relaxed, (value, i) => {
    if (!(value >= 0 && value <= 1))
      throw quantumError(
        "QT_QUANTUM_BAD_PROBABILITY",
        `${value} is no value between 0 and 1.`,
        `relaxed[${i}]`,
      );
    return 2 * Math.asin(Math.sqrt(Math.min(Math.max(value, regularisation), 1 - regularisation)));
  });
}

/** The product state of these angles: where a warm start begins, and the state that its mixer leaves alone. */
export function warmStartState(thetas: ArrayLike<number>): Circuit {
  const builder = new CircuitBuilder(thetas.length);
  for (let qubit = 0; qubit < thetas.length; qubit++) builder.gate("ry", [qubit], thetas[qubit]!);
  return builder.build();
}

/**
 * Warm-started QAOA: from the product state of `thetas`, layers of exp(-i gamma C) and of the mixer turned with that
 * state, exp(-i beta (sin theta X + cos theta Z)) on each qubit. At theta = pi/2 it is QAOA with the X mixer.
 * Source: Egger, Mareček, Woerner, arXiv 2009.10095.
 */
export function warmStartQaoa(ising: IsingModel, layers: number, thetas: ArrayLike<number>): Circuit {
  const builder = new CircuitBuilder(ising.count).append(warmStartState(thetas));
  for (let layer = 0; layer < layers; layer++) {
    const beta = layerParameter("beta", layer);
    builder.parameter(`gamma_${layer}`).parameter(`beta_${layer}`);
    addCostLayer(builder, ising, layerParameter("gamma", layer));
    for (let qubit = 0; qubit < ising.count; qubit++) {
      const theta = thetas[qubit]!;
      builder.gate("ry", [qubit], -theta).gate("rz", [qubit], scaleAngle(beta, 2)).gate("ry", [qubit], theta);
    }
  }
  return builder.build();
}
