import { KernelError } from "../errors.ts";
import { maximumBytes, newMemory } from "../memory.ts";
import type { GateExports } from "./gate-exports.ts";

/** Where one state lies: addresses of its arrays. */
export interface GateSlot {
  readonly re: number;
  readonly im: number;
}

/** One instance of the compiled gates with room for some states of equal size. */
export interface GateMemory {
  readonly qubits: number;
  readonly exports: GateExports;
  readonly memory: WebAssembly.Memory;
  /** Coefficients of the gate at hand, two lanes each. */
  readonly lanes: Float64Array;
  readonly lanesAt: number;
  readonly slots: readonly GateSlot[];
}

const lanesAt = 65_536;
/** A 4×4 matrix in two lanes, and four amplitudes behind it. */
const lanesLength = 80;
const arraysAt = lanesAt + 4096;
/** Not a power of two, so that re and im of one amplitude never share a cache set. */
const skew = 69_696;

/** @throws KernelError QT_KERNEL_TOO_MANY_QUBITS, QT_KERNEL_OUT_OF_MEMORY */
export function openGateMemory(module: WebAssembly.Module, qubits: number, states: number): GateMemory {
  const arrayBytes = 8 * 2 ** qubits + skew;
  const bytes = arraysAt + 2 * states * arrayBytes;
  if (bytes > maximumBytes)
    throw new KernelError(
      "QT_KERNEL_TOO_MANY_QUBITS",
      `${states} states of ${qubits} qubits take ${bytes} bytes; WebAssembly addresses ${maximumBytes}.`,
    );
  const memory = newMemory(bytes);
  const slots = Array.from({ length: states }, (_, slot) => {
    const re = arraysAt + 2 * slot * arrayBytes;
    return { re, im: re + arrayBytes };
  });
  return {
    qubits,
    memory,
    exports: new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as GateExports,
    lanes: new Float64Array(memory.buffer, lanesAt, lanesLength),
    lanesAt,
    slots,
  };
}
