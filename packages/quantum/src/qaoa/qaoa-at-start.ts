import { qaoa } from "../ansatz/qaoa.ts";
import { bind } from "../circuit/bind.ts";
import type { Circuit } from "../circuit/circuit.ts";
import type { IsingModel } from "../pauli/ising.ts";
import { type AngleStart, startAngles } from "./angles/start-angles.ts";
import { energyScaleOfIsing } from "./energy-scale.ts";

/**
 * QAOA with the X mixer at the angles where a search would begin: nothing is trained, so that it has no limit of size.
 * @throws QT_QUANTUM_BAD_SIZE, QT_QUANTUM_BAD_ISING, QT_QUANTUM_BAD_START
 */
export function qaoaAtStart(ising: IsingModel, layers: number, start: AngleStart = { kind: "sk" }): Circuit {
  const circuit = qaoa(ising, { layers });
  const scale = energyScaleOfIsing(ising);
  const { gammas, betas } = startAngles(start, layers, scale);
  const values = Array.from(
    gammas,
    (gamma, layer) =>
      [
        [`gamma_${layer}`, gamma / scale],
        [`beta_${layer}`, betas[layer]!],
      ] as const,
  );
  return bind(circuit, Object.fromEntries(values.flat()));
}
