import { KernelError, type KernelErrorCode } from "@qtwin/kernel";
import { type QuantumErrorCode, quantumError } from "../errors.ts";

const codes: Readonly<Record<KernelErrorCode, QuantumErrorCode>> = {
  QT_KERNEL_TOO_MANY_QUBITS: "QT_QUANTUM_TOO_LARGE",
  QT_KERNEL_OUT_OF_MEMORY: "QT_QUANTUM_TOO_LARGE",
  QT_KERNEL_BAD_COST: "QT_QUANTUM_BAD_COST",
  QT_KERNEL_BAD_GROUPS: "QT_QUANTUM_BAD_GROUPS",
  QT_KERNEL_BAD_ARGUMENT: "QT_QUANTUM_BAD_SIZE",
  QT_KERNEL_STATE_FREED: "QT_QUANTUM_BAD_SIZE",
  QT_KERNEL_UNAVAILABLE: "QT_QUANTUM_NO_KERNEL",
  QT_KERNEL_WORKER_FAILED: "QT_QUANTUM_NO_KERNEL",
};

/** What was thrown, with an error of the kernel as one of this package. */
export function withoutKernelError(thrown: unknown, where: string): unknown {
  if (!(thrown instanceof KernelError)) return thrown;
  return quantumError(codes[thrown.code], thrown.message, where, thrown.fix);
}

/** Runs what uses the kernel; its errors become those of this package. */
export async function withKernelFailures<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (thrown) {
    throw withoutKernelError(thrown, "options");
  }
}
