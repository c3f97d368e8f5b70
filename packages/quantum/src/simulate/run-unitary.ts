import type { Circuit } from "../circuit/circuit.ts";
import { quantumError } from "../errors.ts";
import { applyGate } from "./apply-gate.ts";
import { plainSimulator, type Simulator } from "./simulator.ts";
import { assignState, type Statevector } from "./statevector.ts";

/**
 * The state after all gates, from |0…0> or from a copy of `initial`.
 * @throws QT_QUANTUM_NOT_UNITARY if the circuit measures or resets, QT_QUANTUM_UNBOUND_PARAMETER, QT_QUANTUM_TOO_LARGE
 * @example
 * runUnitary(new CircuitBuilder(2).gate("h", [0]).gate("cx", [0, 1]).build()).re; // 0.7071, 0, 0, 0.7071
 */
export function runUnitary(
  circuit: Circuit,
  initial?: Statevector,
  simulator: Simulator = plainSimulator,
): Statevector {
  if (initial && initial.qubits !== circuit.qubits)
    throw quantumError(
      "QT_QUANTUM_BAD_SIZE",
      `The state has ${initial.qubits} qubits, the circuit ${circuit.qubits}.`,
      "initial",
    );
  const [state] = simulator.states(circuit.qubits, 1) as [Statevector];
  if (initial) assignState(state, initial);
  circuit.operations.forEach((operation, index) => {
    const where = `operations[${index}]`;
    if (operation.kind === "gate") applyGate(state, operation, where);
    else if (operation.kind !== "barrier")
      throw quantumError("QT_QUANTUM_NOT_UNITARY", `A ${operation.kind} is no gate.`, where);
  });
  return state;
}
