import { KernelError } from "../errors.ts";
import type { Precision } from "../layout.ts";
import { compileState } from "../load/compile.ts";
import { SubspaceState, type SubspaceStateOptions } from "./subspace-state.ts";

export interface SubspaceKernel {
  readonly precision: Precision;
  /** @throws KernelError QT_KERNEL_BAD_COST, QT_KERNEL_BAD_GROUPS, QT_KERNEL_TOO_MANY_QUBITS, QT_KERNEL_OUT_OF_MEMORY */
  createState(options: SubspaceStateOptions): SubspaceState;
}

/**
 * Loads the compiled simulator of one-hot groups; once a process and precision, later calls are free.
 * @example
 * const kernel = await openSubspace({ precision: "f64" });
 * const cost = { kind: "quadratic", offset: 0, linear: [1, 2, 2, 1], couplings: [[0, 2, 3]] } as const;
 * const state = kernel.createState({ groups: [[0, 1], [2, 3]], cost, mixer: "ring" });
 * state.layer(0.5, 0.3);
 * console.log(state.expectation());
 */
export async function openSubspace({
  precision,
}: {
  readonly precision: Precision;
}): Promise<SubspaceKernel> {
  if (precision !== "f32" && precision !== "f64")
    throw new KernelError("QT_KERNEL_BAD_ARGUMENT", `precision is '${precision}', not 'f32' or 'f64'.`);
  const module = await compileState("subspace", precision);
  return { precision, createState: (options) => new SubspaceState(module, precision, options) };
}
