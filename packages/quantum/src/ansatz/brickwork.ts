import { parameter } from "../circuit/angle.ts";
import type { Circuit } from "../circuit/circuit.ts";
import { CircuitBuilder } from "../circuit/circuit-builder.ts";
import { quantumError } from "../errors.ts";

/** exp(-i theta/2 P): P is Y or Z of one qubit, or X of each qubit of the mask. */
export interface Rotation {
  readonly axis: "x" | "y" | "z";
  readonly mask: number;
}

export interface BrickworkOptions {
  readonly qubits: number;
  /** How many rotations, each with an angle of its own; rows end where they are used up. */
  readonly parameters: number;
}

function* rowsWithoutEnd(qubits: number): Generator<Rotation, never> {
  for (let row = 0; ; row++) {
    const odd = row % 2;
    for (let qubit = 0; qubit < qubits; qubit++) yield { axis: odd ? "z" : "y", mask: 1 << qubit };
    for (let qubit = odd; qubit + 1 < qubits; qubit += 2) yield { axis: "x", mask: 3 << qubit };
    // The ring closes where the bricks of the row leave both ends free.
    if (odd && qubits % 2 === 0 && qubits > 2) yield { axis: "x", mask: (1 << (qubits - 1)) | 1 };
  }
}

/**
 * Rotation k takes angle k: a row of ry, bricks rxx on pairs (0, 1), (2, 3), …, a row of rz, bricks on (1, 2), …, and
 * again. The gates are those of trapped ions. Source: Sciorilli et al., arXiv 2401.09421 (there with all three axes).
 * @throws QT_QUANTUM_BAD_SIZE
 */
export function brickworkRotations({ qubits, parameters }: BrickworkOptions): readonly Rotation[] {
  if (!Number.isSafeInteger(parameters) || parameters < 0 || !(qubits >= 1))
    throw quantumError(
      "QT_QUANTUM_BAD_SIZE",
      `A brickwork of ${parameters} rotations on ${qubits} qubits cannot be laid.`,
      "parameters",
    );
  const rows = rowsWithoutEnd(qubits);
  return Array.from({ length: parameters }, () => rows.next().value);
}

const gateNames = { x: "rxx", y: "ry", z: "rz" } as const;

/** The same as a circuit with parameters theta_0, theta_1, …. @throws QT_QUANTUM_BAD_SIZE */
export function brickwork(options: BrickworkOptions): Circuit {
  const builder = new CircuitBuilder(options.qubits);
  brickworkRotations(options).forEach(({ axis, mask }, index) => {
    const qubits = Array.from({ length: options.qubits }, (_, qubit) => qubit).filter(
      (qubit) => (mask >> qubit) & 1,
    );
    builder.gate(gateNames[axis], qubits, parameter(`theta_${index}`));
  });
  return builder.build();
}
