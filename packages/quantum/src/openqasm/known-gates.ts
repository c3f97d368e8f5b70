import { type Angle, addAngles, scaleAngle } from "../circuit/angle.ts";
import type { GateOperation } from "../circuit/circuit.ts";
import { controlledNames, type GateName, gates } from "../circuit/gates.ts";
import { type StandardGateName, standardGate, standardShape } from "../circuit/standard-gates.ts";

/** A gate that can be called: its arity, and the operations behind it. */
export interface KnownGate {
  readonly angles: number;
  readonly qubits: number;
  readonly operations: (angles: readonly Angle[], qubits: readonly number[]) => readonly GateOperation[];
}

function standard(name: StandardGateName): KnownGate {
  return {
    ...standardShape(name),
    operations: (angles, qubits) => standardGate(name, angles, qubits, name),
  };
}

const half = (...angles: readonly Angle[]): Angle => scaleAngle(angles.reduce(addAngles), -0.5);

function u3(theta: Angle, phi: Angle, lambda: Angle, qubits: readonly number[]): GateOperation[] {
  return [
    { kind: "gate", gate: "gphase", angles: [half(theta, phi, lambda)], controls: [], targets: [] },
    { kind: "gate", gate: "u", angles: [theta, phi, lambda], controls: [], targets: qubits },
  ];
}

/** Known without any include. */
export const builtInGates: ReadonlyMap<string, KnownGate> = new Map([
  ["U", standard("u")],
  ["gphase", standard("gphase")],
]);

// Gates of the IR that `stdgates.inc` does not have.
const ownGates = new Set<string>(["gphase", "u", "sxdg", "rxx", "ryy", "rzz"]);

/** What `include "stdgates.inc"` brings; u2 and u3 have determinant 1, the phase of U of OpenQASM 2. */
export const includedGates: ReadonlyMap<string, KnownGate> = new Map<string, KnownGate>([
  ...(Object.keys(gates) as GateName[])
    .filter((name) => !ownGates.has(name))
    .map((name) => [name, standard(name)] as const),
  ...(Object.keys(controlledNames) as StandardGateName[]).map((name) => [name, standard(name)] as const),
  ["cu", standard("cu")],
  ["CX", standard("cx")],
  ["phase", standard("p")],
  ["u1", standard("p")],
  ["cphase", standard("cp")],
  ["u2", { angles: 2, qubits: 1, operations: ([phi, lambda], q) => u3(Math.PI / 2, phi!, lambda!, q) }],
  ["u3", { angles: 3, qubits: 1, operations: ([theta, phi, lambda], q) => u3(theta!, phi!, lambda!, q) }],
]);
