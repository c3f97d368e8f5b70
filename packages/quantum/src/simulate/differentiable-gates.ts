import { type Angle, constantOf, scaleAngle, termsOf } from "../circuit/angle.ts";
import type { Circuit, GateOperation } from "../circuit/circuit.ts";
import { quantumError } from "../errors.ts";
import type { PauliString } from "../pauli/pauli-sum.ts";
import { maskOf, rotationAxis } from "./apply-gate.ts";

/** How far the angle of a gate moves with a parameter. */
interface Slope {
  readonly index: number;
  readonly coefficient: number;
}

/** What a gate turns about: the derivative of U by its angle is -i/2 · `scale` · P U, where the controls are 1. */
export interface Generator {
  readonly scale: number;
  readonly string: PauliString;
  readonly controlMask: number;
}

/** A gate whose only angle, if it has one that moves, is `constant` + Σ coefficient · value. */
export interface DifferentiableGate {
  readonly operation: GateOperation;
  readonly where: string;
  readonly slopes: readonly Slope[];
  readonly generator: Generator | undefined;
}

/** U(θ, φ, λ) = e^(iθ/2) p(φ) ry(θ) p(λ), so that every gate has one angle; the first to act comes first. */
function splitUniversal({ angles, controls, targets }: GateOperation): GateOperation[] {
  const [theta, phi, lambda] = angles as [Angle, Angle, Angle];
  const part = (gate: GateOperation["gate"], angle: Angle, on = targets): GateOperation => ({
    kind: "gate",
    gate,
    angles: [angle],
    controls,
    targets: on,
  });
  return [part("p", lambda), part("ry", theta), part("p", phi), part("gphase", scaleAngle(theta, 0.5), [])];
}

const moves = ({ angles }: GateOperation): boolean => angles.some((angle) => termsOf(angle).length > 0);

function generatorOf(operation: GateOperation): Generator {
  const controlMask = maskOf(operation.controls);
  const string = rotationAxis(operation);
  if (string) return { scale: 1, string, controlMask };
  // p and gphase turn forward by the whole angle, wherever their qubits are all 1.
  return { scale: -2, string: { x: 0, z: 0 }, controlMask: controlMask | maskOf(operation.targets) };
}

/**
 * The gates of a circuit, each with at most one angle that moves.
 * @throws QT_QUANTUM_NOT_UNITARY if the circuit measures or resets
 */
export function differentiableGates(circuit: Circuit): DifferentiableGate[] {
  const place = new Map(circuit.parameters.map((name, index) => [name, index]));
  return circuit.operations.flatMap((operation, index) => {
    const where = `operations[${index}]`;
    if (operation.kind === "barrier") return [];
    if (operation.kind !== "gate")
      throw quantumError("QT_QUANTUM_NOT_UNITARY", `A ${operation.kind} is no gate.`, where);
    const parts = operation.gate === "u" && moves(operation) ? splitUniversal(operation) : [operation];
    return parts.map((part) => ({
      operation: part,
      where,
      slopes: part.angles
        .flatMap(termsOf)
        .map(({ parameter, coefficient }) => ({ index: place.get(parameter)!, coefficient })),
      generator: moves(part) ? generatorOf(part) : undefined,
    }));
  });
}

/** The gate with its angle in radians. */
export function gateAt({ operation, slopes }: DifferentiableGate, values: ArrayLike<number>): GateOperation {
  if (slopes.length === 0) return operation;
  let angle = constantOf(operation.angles[0]!);
  for (const { index, coefficient } of slopes) angle += coefficient * values[index]!;
  return { ...operation, angles: [angle] };
}
