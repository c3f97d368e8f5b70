import { KernelError } from "../errors.ts";
import { compileFile } from "../load/compile.ts";
import { openGateMemory } from "./gate-memory.ts";
import { GateState } from "./gate-state.ts";

export interface GateKernel {
  /**
   * `count` states in one memory, each |0…0>.
   * @param qubits 1 … 27, fewer with more states: they have 4 GiB between them
   * @throws KernelError QT_KERNEL_BAD_ARGUMENT, QT_KERNEL_TOO_MANY_QUBITS, QT_KERNEL_OUT_OF_MEMORY
   */
  createStates(qubits: number, count: number): readonly GateState[];
}

function createStates(module: WebAssembly.Module, qubits: number, count: number): readonly GateState[] {
  for (const [name, value] of Object.entries({ qubits, count }))
    if (!Number.isInteger(value) || value < 1)
      throw new KernelError("QT_KERNEL_BAD_ARGUMENT", `${name} is ${value}, not a whole number from 1.`);
  const memory = openGateMemory(module, qubits, count);
  return memory.slots.map((slot) => {
    const state = new GateState(memory, slot);
    state.re[0] = 1;
    return state;
  });
}

/**
 * Loads the compiled gates; once a process, later calls are free.
 * @example
 * const [state] = (await openGates()).createStates(2, 1);
 * state.matrix1([Math.SQRT1_2, 0, Math.SQRT1_2, 0, Math.SQRT1_2, 0, -Math.SQRT1_2, 0], 0);
 * state.pauli({ x: 2, z: 0 }, 1); // X on qubit 1 where qubit 0 is 1
 * console.log(state.re); // 0.7071, 0, 0, 0.7071
 */
export async function openGates(): Promise<GateKernel> {
  const module = await compileFile("gates.wasm");
  return { createStates: (qubits, count) => createStates(module, qubits, count) };
}
