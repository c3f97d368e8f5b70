import { quantumError } from "../errors.ts";
import { bindAngle } from "./angle.ts";
import type { Circuit } from "./circuit.ts";

/**
 * The circuit with values in the place of parameters; those not named stay symbols.
 * @param values radians by name
 * @throws QT_QUANTUM_UNKNOWN_PARAMETER, QT_QUANTUM_BAD_ANGLE
 */
export function bind(circuit: Circuit, values: Readonly<Record<string, number>>): Circuit {
  const given = new Map(Object.entries(values));
  for (const [name, value] of given) {
    if (!circuit.parameters.includes(name))
      throw quantumError("QT_QUANTUM_UNKNOWN_PARAMETER", `The circuit has no parameter '${name}'.`, name);
    if (!Number.isFinite(value))
      throw quantumError("QT_QUANTUM_BAD_ANGLE", `The value ${value} of '${name}' is not finite.`, name);
  }
  return {
    ...circuit,
    parameters: circuit.parameters.filter((name) => !given.has(name)),
    operations: circuit.operations.map((operation) =>
      operation.kind === "gate"
        ? { ...operation, angles: operation.angles.map((angle) => bindAngle(angle, given)) }
        : operation,
    ),
  };
}

/** The circuit without symbols: values in radians, by the order of its parameters. */
export function bindInOrder(circuit: Circuit, values: ArrayLike<number>): Circuit {
  return bind(circuit, Object.fromEntries(circuit.parameters.map((name, k) => [name, values[k]!])));
}
