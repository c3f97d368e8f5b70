import { quantumError } from "../errors.ts";
import { scaleAngle } from "./angle.ts";
import type { Circuit, GateOperation, Operation } from "./circuit.ts";
import { gates } from "./gates.ts";

/** The gate that undoes this one, under the same controls. */
export function inverseGate(operation: GateOperation): GateOperation {
  const { inverse } = gates[operation.gate];
  if (inverse === "self") return operation;
  const negated = operation.angles.map((angle) => scaleAngle(angle, -1));
  if (inverse === "negated") return { ...operation, angles: negated };
  if (inverse === "u") return { ...operation, angles: [negated[0]!, negated[2]!, negated[1]!] };
  return { ...operation, gate: inverse };
}

function inverseOperation(operation: Operation, index: number): Operation {
  if (operation.kind === "gate") return inverseGate(operation);
  if (operation.kind === "barrier") return operation;
  throw quantumError("QT_QUANTUM_NOT_UNITARY", `A ${operation.kind} has no inverse.`, `operations[${index}]`);
}

/** The circuit that undoes this one. @throws QT_QUANTUM_NOT_UNITARY if it measures or resets */
export function inverse(circuit: Circuit): Circuit {
  return { ...circuit, operations: circuit.operations.map(inverseOperation).reverse() };
}
