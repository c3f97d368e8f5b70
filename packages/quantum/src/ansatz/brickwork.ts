import { parameter } from "../circuit/angle.ts";
import type { Circuit } from "../circuit/circuit.ts";
import { CircuitBuilder } from "../circuit/circuit-builder.ts";
import { quantumError } from "../errors.ts";

export interface BrickworkOptions {
  readonly qubits: number;
  /** How many rotations, each with an angle of its own; rows end where they are used up. */
  readonly parameters: number;
}

type Rotation = readonly [gate: "ry" | "rz" | "rxx", qubits: readonly number[]];

function* rowsWithoutEnd(qubits: number): Generator<Rotation, never> {
  for (let row = 0; ; row++) {
    const odd = row % 2;
    for (let qubit = 0; qubit < qubits; qubit++) yield [odd ? "rz" : "ry", [qubit]];
    for (let qubit = odd; qubit + 1 < qubits; qubit += 2) yield ["rxx", [qubit, qubit + 1]];
    // The ring closes where the bricks of the row leave both ends free.
    if (odd && qubits % 2 === 0 && qubits > 2) yield ["rxx", [0, qubits - 1]];
  }
}

/**
 * Rotation k takes the parameter theta_k: a row of ry, bricks rxx on pairs (0, 1), (2, 3), …, a row of rz, bricks on
 * (1, 2), …, and again. The gates are those of trapped ions. Source: Sciorilli et al., arXiv 2401.09421 (there with all
 * three axes).
 * @throws QT_QUANTUM_BAD_SIZE
 */
export function brickwork({ qubits, parameters }: BrickworkOptions): Circuit {
  if (!Number.isSafeInteger(parameters) || parameters < 0 || !(qubits >= 1))
    throw quantumError(
      "QT_QUANTUM_BAD_SIZE",
      `A brickwork of ${parameters} rotations on ${qubits} qubits cannot be laid.`,
      "parameters",
    );
  const builder = new CircuitBuilder(qubits);
  const rows = rowsWithoutEnd(qubits);
  for (let k = 0; k < parameters; k++) builder.gate(...rows.next().value, parameter(`theta_${k}`));
  return builder.build();
}
