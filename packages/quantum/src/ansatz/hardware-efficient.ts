import { parameter } from "../circuit/angle.ts";
import type { Circuit } from "../circuit/circuit.ts";
import { CircuitBuilder } from "../circuit/circuit-builder.ts";
import { checkWhole } from "../run/check-whole.ts";

export interface HardwareEfficientOptions {
  readonly qubits: number;
  /** Rotations and entanglers alternate; one more row of rotations ends the circuit. */
  readonly layers: number;
  readonly rotations?: readonly ("rx" | "ry" | "rz")[];
  readonly entangler?: "cx" | "cz";
  /** Neighbours in a line, or in a ring that closes from the last qubit to the first. */
  readonly connect?: "line" | "ring";
}

/**
 * Rows of rotations with their own angles theta_0, theta_1, … (row by row, qubit by qubit) and of entanglers between
 * neighbours: the ansatz of VQE where nothing is known of the problem. Source: Kandala et al., arXiv 1704.05018.
 * @throws QT_QUANTUM_BAD_SIZE
 */
export function hardwareEfficient({
  qubits,
  layers,
  rotations = ["ry", "rz"],
  entangler = "cx",
  connect = "line",
}: HardwareEfficientOptions): Circuit {
  checkWhole(layers, 0, "layers");
  const builder = new CircuitBuilder(qubits);
  let next = 0;
  const addRotations = (): void => {
    for (let qubit = 0; qubit < qubits; qubit++)
      for (const rotation of rotations) builder.gate(rotation, [qubit], parameter(`theta_${next++}`));
  };
  for (let layer = 0; layer < layers; layer++) {
    addRotations();
    for (let qubit = 0; qubit + 1 < qubits; qubit++) builder.gate(entangler, [qubit, qubit + 1]);
    // A ring of two would undo the entangler it has.
    if (connect === "ring" && qubits > 2) builder.gate(entangler, [qubits - 1, 0]);
  }
  addRotations();
  return builder.build();
}
