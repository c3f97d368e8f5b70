import { KernelError } from "../errors.ts";
import type { GateMatrix } from "./lanes.ts";

// What these let through would reach into the memory beside, or leave a state that no gate makes.

const refuse = (message: string): never => {
  throw new KernelError("QT_KERNEL_BAD_ARGUMENT", message);
};

/** Whether it is one of 2^qubits basis states. */
export function checkIndex(index: number, qubits: number): void {
  if (!(Number.isInteger(index) && index >= 0 && index < 2 ** qubits))
    refuse(`The basis index ${index} is not one of ${qubits} qubits.`);
}

export function checkMasks(masks: readonly number[], qubits: number): void {
  for (const mask of masks)
    if (!(Number.isInteger(mask) && mask >= 0 && mask < 2 ** qubits))
      refuse(`The mask ${mask} is not one of ${qubits} qubits.`);
}

/** A Pauli string's masks, apart from the controls. */
export function checkString(x: number, z: number, controlMask: number, qubits: number): void {
  checkMasks([x, z, controlMask], qubits);
  if (((x | z) & controlMask) !== 0)
    refuse(`The Pauli string x ${x}, z ${z} acts on qubits of its control mask ${controlMask}.`);
}

/** Targets that differ from each other and from the controls. */
export function checkTargets(targets: readonly number[], controlMask: number, qubits: number): void {
  checkMasks([controlMask], qubits);
  let used = controlMask;
  for (const target of targets) {
    if (!(Number.isInteger(target) && target >= 0 && target < qubits))
      refuse(`Qubit ${target} is not one of ${qubits}.`);
    if (((used >>> target) & 1) === 1) refuse(`Qubit ${target} is used twice by one gate.`);
    used |= 1 << target;
  }
}

/** @param size rows of the matrix, and columns */
export function checkMatrix(matrix: GateMatrix, size: 2 | 4): void {
  const length = 2 * size * size;
  if (matrix.length !== length) refuse(`The matrix has ${matrix.length} numbers, not ${length}.`);
}
