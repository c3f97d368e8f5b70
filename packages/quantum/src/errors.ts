import { type ErrorKind, QtwinError } from "@qtwin/core";

/** Every failure this package throws; the codes are stable. */
const catalogue = {
  QT_QUANTUM_BAD_SIZE: "Give whole numbers of qubits, bits, shots and layers, inside the range named.",
  QT_QUANTUM_UNKNOWN_QUBIT: "Use qubits 0 to count - 1 of the circuit.",
  QT_QUANTUM_UNKNOWN_BIT: "Use classical bits 0 to count - 1 of the circuit.",
  QT_QUANTUM_REPEATED_QUBIT: "Give each qubit of one operation once.",
  QT_QUANTUM_WRONG_ARITY: "Give the gate as many angles and qubits as its entry in the table of gates says.",
  QT_QUANTUM_BAD_ANGLE: "Give finite angles in radians.",
  QT_QUANTUM_BAD_NAME:
    "Name parameters with letters, digits and _, and not like a gate, a function or a keyword.",
  QT_QUANTUM_UNKNOWN_PARAMETER: "Bind only parameters that the circuit has.",
  QT_QUANTUM_UNBOUND_PARAMETER: "Bind every parameter before the circuit is run.",
  QT_QUANTUM_NOT_UNITARY: "Use a circuit of gates and barriers only: no measurement, no reset.",
  QT_QUANTUM_TOO_LARGE: "Use fewer qubits or operations.",
  QT_QUANTUM_BAD_PROBABILITY: "Give probabilities in [0, 1].",
  QT_QUANTUM_BAD_PAULI:
    "Write a number and a string of I, X, Y, Z, qubit 0 rightmost, for example '0.5 ZZI'.",
  QT_QUANTUM_BAD_ISING: "Give one field per spin, and rows that name other spins of the model.",
  QT_QUANTUM_BAD_COST: "Give finite weights, and variables from 0 to count - 1.",
  QT_QUANTUM_NOT_WHOLE:
    "Scale the weights to whole numbers or a few decimals; rounding them changes the cost, so that is left to you.",
  QT_QUANTUM_BAD_GROUPS: "Give groups of at least one qubit; no qubit twice.",
  QT_QUANTUM_BAD_START: "Start the search from finite numbers.",
  QT_QUANTUM_NO_GRADIENT: "Use the method 'cobyla' or 'spsa' where the objective has no gradient.",
  QT_QUANTUM_NO_KERNEL: "Open the kernel again; a file may not have loaded or a thread not have started.",
  QT_QUANTUM_QASM_SYNTAX: "Correct the program at the place named.",
  QT_QUANTUM_QASM_UNSUPPORTED:
    "Write the circuit with gates, gate definitions, measure, reset and barrier; angles linear in the inputs.",
} as const;
export type QuantumErrorCode = keyof typeof catalogue;

const unsupported: ReadonlySet<QuantumErrorCode> = new Set([
  "QT_QUANTUM_NOT_UNITARY",
  "QT_QUANTUM_TOO_LARGE",
  "QT_QUANTUM_QASM_UNSUPPORTED",
  "QT_QUANTUM_NOT_WHOLE",
]);

function kindOf(code: QuantumErrorCode): ErrorKind {
  if (code === "QT_QUANTUM_NO_KERNEL") return "unavailable";
  return unsupported.has(code) ? "unsupported" : "invalid-input";
}

/** @param where place in the input, for example `operations[3]` or `12:4` (line and column) */
export function quantumError(
  code: QuantumErrorCode,
  message: string,
  where: string,
  fix?: string,
): QtwinError {
  return new QtwinError({ kind: kindOf(code), code, message, fix: fix ?? catalogue[code], where });
}
