import { invariant } from "@qtwin/core";
import { radiansOf } from "../circuit/angle.ts";
import type { GateOperation } from "../circuit/circuit.ts";
import type { GateName } from "../circuit/gates.ts";
import type { PauliString } from "../pauli/pauli-sum.ts";
import { applyPhase } from "./apply-diagonal.ts";
import { applyMatrix1 } from "./apply-matrix.ts";
import { applyPauli, applyPauliRotation } from "./apply-pauli.ts";
import { gateMatrix } from "./gate-matrix.ts";
import type { Statevector } from "./statevector.ts";

const phases: Partial<Record<GateName, number>> = {
  z: Math.PI,
  s: Math.PI / 2,
  sdg: -Math.PI / 2,
  t: Math.PI / 4,
  tdg: -Math.PI / 4,
};

const rotations: Partial<Record<GateName, { readonly x: boolean; readonly z: boolean }>> = {
  rx: { x: true, z: false },
  ry: { x: true, z: true },
  rz: { x: false, z: true },
  rxx: { x: true, z: false },
  ryy: { x: true, z: true },
  rzz: { x: false, z: true },
};

export function maskOf(qubits: readonly number[]): number {
  return qubits.reduce((mask, qubit) => mask | (1 << qubit), 0);
}

/** The Pauli string that a rotation gate turns about; undefined for other gates. */
export function rotationAxis({ gate, targets }: GateOperation): PauliString | undefined {
  const axis = rotations[gate];
  if (!axis) return undefined;
  const mask = maskOf(targets);
  return { x: axis.x ? mask : 0, z: axis.z ? mask : 0 };
}

function applySwap({ re, im, gates }: Statevector, a: number, b: number, controlMask: number): void {
  if (gates) {
    gates.swap(a, b, controlMask);
    return;
  }
  const [bitA, bitB] = [1 << a, 1 << b];
  for (let i = 0; i < re.length; i++) {
    if ((i & bitA) === 0 || (i & bitB) !== 0 || (i & controlMask) !== controlMask) continue;
    const j = i ^ bitA ^ bitB;
    [re[i], re[j]] = [re[j]!, re[i]!];
    [im[i], im[j]] = [im[j]!, im[i]!];
  }
}

/** Applies the gate in place. @throws QT_QUANTUM_UNBOUND_PARAMETER */
export function applyGate(state: Statevector, operation: GateOperation, where: string): void {
  const { gate, targets, controls } = operation;
  const angles = operation.angles.map((angle) => radiansOf(angle, where));
  const controlMask = maskOf(controls);
  const phase = gate === "p" || gate === "gphase" ? angles[0] : phases[gate];
  const axis = rotationAxis(operation);
  if (gate === "swap") applySwap(state, targets[0]!, targets[1]!, controlMask);
  else if (gate === "x" || gate === "y")
    applyPauli(state, { x: maskOf(targets), z: gate === "y" ? maskOf(targets) : 0 }, controlMask);
  else if (phase !== undefined) applyPhase(state, phase, controlMask | maskOf(targets));
  else if (axis) applyPauliRotation(state, axis, angles[0]!, controlMask);
  else if (gate !== "id") {
    const matrix = gateMatrix(gate, angles);
    invariant(matrix, `gate '${gate}' has no matrix`);
    applyMatrix1(state, matrix, targets[0]!, controlMask);
  }
}
