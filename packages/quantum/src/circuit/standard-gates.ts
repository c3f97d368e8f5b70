import { quantumError } from "../errors.ts";
import { type Angle, addAngles, isZeroAngle, scaleAngle } from "./angle.ts";
import type { GateOperation } from "./circuit.ts";
import { type ControlledName, controlledNames, type GateName, gates } from "./gates.ts";

/** Names a builder and `stdgates.inc` know. */
export type StandardGateName = GateName | ControlledName | "cu";

export interface StandardShape {
  readonly angles: number;
  readonly qubits: number;
}

export function standardShape(name: StandardGateName): StandardShape {
  if (name === "cu") return { angles: 4, qubits: 2 };
  if (name in controlledNames) {
    const { gate, controls } = controlledNames[name as ControlledName];
    return { angles: gates[gate].angles, qubits: gates[gate].targets + controls };
  }
  const { angles, targets } = gates[name as GateName];
  return { angles, qubits: targets };
}

function gateOf(
  gate: GateName,
  angles: readonly Angle[],
  controls: readonly number[],
  targets: readonly number[],
): GateOperation {
  return { kind: "gate", gate, angles, controls, targets };
}

/**
 * cu(θ, φ, λ, γ) is p(γ - θ/2) on the control, then u under it, so that its block is e^(iγ) times the cosine form of u.
 * Source: `stdgates.inc` of OpenQASM 3, which Qiskit and PennyLane agree with (the prose of the specification has e^(iγ) U).
 */
function controlledU(angles: readonly Angle[], [control, target]: readonly number[]): GateOperation[] {
  const [theta, phi, lambda, gamma] = angles as [Angle, Angle, Angle, Angle];
  const phase = addAngles(gamma, scaleAngle(theta, -0.5));
  const gate = gateOf("u", [theta, phi, lambda], [control!], [target!]);
  return isZeroAngle(phase) ? [gate] : [gateOf("p", [phase], [], [control!]), gate];
}

/**
 * The operations behind a standard name, controls first among the qubits.
 * @throws QT_QUANTUM_WRONG_ARITY
 */
export function standardGate(
  name: StandardGateName,
  angles: readonly Angle[],
  qubits: readonly number[],
  where: string,
): GateOperation[] {
  const shape = standardShape(name);
  if (angles.length !== shape.angles || qubits.length !== shape.qubits)
    throw quantumError(
      "QT_QUANTUM_WRONG_ARITY",
      `Gate '${name}' takes ${shape.angles} angles and ${shape.qubits} qubits, not ${angles.length} and ${qubits.length}.`,
      where,
    );
  if (name === "cu") return controlledU(angles, qubits);
  if (!(name in controlledNames)) return [gateOf(name as GateName, angles, [], qubits)];
  const { gate, controls } = controlledNames[name as ControlledName];
  return [gateOf(gate, angles, qubits.slice(0, controls), qubits.slice(controls))];
}
