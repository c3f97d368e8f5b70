import type { Angle } from "./angle.ts";
import { controlledName, type GateName } from "./gates.ts";

/** A gate on its targets, applied where all controls are 1. */
export interface GateOperation {
  readonly kind: "gate";
  readonly gate: GateName;
  readonly angles: readonly Angle[];
  readonly controls: readonly number[];
  readonly targets: readonly number[];
}

/** Measures the qubit in the Z basis (0 for eigenvalue +1) into the classical bit. */
export interface MeasureOperation {
  readonly kind: "measure";
  readonly qubit: number;
  readonly bit: number;
}

/** Puts the qubit into |0>. */
export interface ResetOperation {
  readonly kind: "reset";
  readonly qubit: number;
}

/** Keeps what comes before from moving past what comes after. */
export interface BarrierOperation {
  readonly kind: "barrier";
  readonly qubits: readonly number[];
}

export type Operation = GateOperation | MeasureOperation | ResetOperation | BarrierOperation;

/**
 * Operations in the order of time on `qubits` qubits (all |0> at the start) and `bits` classical bits (all 0).
 * Qubit q is bit q of the basis index (little endian), so |10> on two qubits has qubit 1 set.
 */
export interface Circuit {
  readonly qubits: number;
  readonly bits: number;
  /** Names that angles use, in the order of first use or declaration. */
  readonly parameters: readonly string[];
  readonly operations: readonly Operation[];
}

/** Controls first, then targets. */
export function qubitsOf(operation: Operation): readonly number[] {
  switch (operation.kind) {
    case "gate":
      return [...operation.controls, ...operation.targets];
    case "barrier":
      return operation.qubits;
    default:
      return [operation.qubit];
  }
}

/** `cx`, `ccx`, or `c3x` where the standard library has no name. */
export function nameOf({ gate, controls }: GateOperation): string {
  const count = controls.length;
  if (count === 0) return gate;
  return controlledName(gate, count) ?? (count === 1 ? `c${gate}` : `c${count}${gate}`);
}
