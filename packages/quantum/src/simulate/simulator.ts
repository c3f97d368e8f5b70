import { type GateKernel, openGates } from "@qtwin/kernel";
import { withoutKernelError } from "../run/kernel-failures.ts";
import { type Statevector, zeroState } from "./statevector.ts";

/** Where states are held and run: plain arrays, or the compiled kernel from some size on. Results differ by rounding. */
export interface Simulator {
  /**
   * `count` states |0…0>; those of one call may stand together in overlaps and sums.
   * @throws QT_QUANTUM_TOO_LARGE
   */
  states(qubits: number, count: number): readonly Statevector[];
}

function plainStates(qubits: number, count: number): readonly Statevector[] {
  return Array.from({ length: count }, () => zeroState(qubits));
}

/** Plain loops at every size; needs nothing loaded. */
export const plainSimulator: Simulator = { states: plainStates };

/** Below this, calls into the kernel cost more than its loops save. */
const leastKernelQubits = 7;

function kernelStates(kernel: GateKernel, qubits: number, count: number): readonly Statevector[] {
  try {
    return kernel.createStates(qubits, count).map((gates) => ({ qubits, re: gates.re, im: gates.im, gates }));
  } catch (thrown) {
    throw withoutKernelError(thrown, "qubits");
  }
}

/**
 * Loads the compiled kernel. It comes as an object to pass on, since loading waits and the functions that simulate do not.
 * @example
 * const simulator = await openSimulator();
 * runUnitary(circuit, undefined, simulator);
 */
export async function openSimulator(): Promise<Simulator> {
  const kernel = await openGates();
  return {
    states: (qubits, count) =>
      (qubits < leastKernelQubits ? plainStates : kernelStates.bind(undefined, kernel))(qubits, count),
  };
}
