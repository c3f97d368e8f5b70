import { KernelError } from "./errors.ts";
import type { Precision } from "./layout.ts";
import { compileState } from "./load/compile.ts";
import { QaoaState, type QaoaStateOptions } from "./qaoa-state.ts";

export interface Kernel {
  readonly precision: Precision;
  /** @throws KernelError QT_KERNEL_BAD_ARGUMENT, QT_KERNEL_BAD_COST, QT_KERNEL_TOO_MANY_QUBITS, QT_KERNEL_OUT_OF_MEMORY */
  createQaoaState(options: QaoaStateOptions): QaoaState;
}

/**
 * Loads the compiled state simulator; once a process and precision, later calls are free.
 * @example
 * const kernel = await openKernel({ precision: "f64" });
 * const cost = { kind: "quadratic", offset: 0, linear: [-1, -1], couplings: [[0, 1, 2]] } as const;
 * const state = kernel.createQaoaState({ qubits: 2, cost });
 * state.layer(0.5, -0.3);
 * console.log(state.expectation());
 */
export async function openKernel({ precision }: { readonly precision: Precision }): Promise<Kernel> {
  if (precision !== "f32" && precision !== "f64")
    throw new KernelError("QT_KERNEL_BAD_ARGUMENT", `precision is '${precision}', not 'f32' or 'f64'.`);
  const module = await compileState(precision);
  return { precision, createQaoaState: (options) => new QaoaState(module, precision, options) };
}
