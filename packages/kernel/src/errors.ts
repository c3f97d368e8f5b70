/** Every code the kernel throws, with what the reader can do about it. */
const catalogue = {
  QT_KERNEL_TOO_MANY_QUBITS: "Use fewer qubits, or f32: it holds one qubit more in the same 4 GiB.",
  QT_KERNEL_OUT_OF_MEMORY: "Close other states with free(), use fewer qubits, or f32.",
  QT_KERNEL_BAD_GROUPS: "Give at least one group; every group at least one variable, no variable twice.",
  QT_KERNEL_BAD_COST: "Give finite weights, and variables between 0 and qubits - 1.",
  QT_KERNEL_BAD_ARGUMENT: "Correct the argument that the message names.",
  QT_KERNEL_STATE_FREED: "Create a new state: a freed one has no amplitudes.",
  QT_KERNEL_UNAVAILABLE: "Serve the kernel's .wasm files beside the program's own, and open it again.",
  QT_KERNEL_WORKER_FAILED: "Close the kernel and open it again, with fewer threads if memory is short.",
} as const;

export type KernelErrorCode = keyof typeof catalogue;

/** The only error the kernel throws. It imports nothing, so callers map `code` to their own error type. */
export class KernelError extends Error {
  readonly code: KernelErrorCode;
  readonly fix: string;

  constructor(code: KernelErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "KernelError";
    this.code = code;
    this.fix = catalogue[code];
  }
}
