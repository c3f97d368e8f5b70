import { KernelError } from "./errors.ts";

const pageBytes = 65_536;
/** What WebAssembly addresses. */
export const maximumBytes = 2 ** 32;

const pagesOf = (bytes: number): number => Math.ceil(bytes / pageBytes);

/** @throws KernelError QT_KERNEL_OUT_OF_MEMORY */
export function newMemory(bytes: number, shared = false): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({
      initial: pagesOf(bytes),
      maximum: maximumBytes / pageBytes,
      shared,
    });
  } catch {
    throw new KernelError("QT_KERNEL_OUT_OF_MEMORY", `${bytes} bytes for the state could not be had.`);
  }
}

/**
 * Grows a memory to so many bytes, if it has fewer.
 * @param message what the bytes are for
 * @throws KernelError QT_KERNEL_TOO_MANY_QUBITS, QT_KERNEL_OUT_OF_MEMORY
 */
export function growMemory(memory: WebAssembly.Memory, bytes: number, message: string): void {
  const missing = pagesOf(bytes) - memory.buffer.byteLength / pageBytes;
  if (missing <= 0) return;
  if (bytes > maximumBytes) throw new KernelError("QT_KERNEL_TOO_MANY_QUBITS", message);
  try {
    memory.grow(missing);
  } catch {
    throw new KernelError("QT_KERNEL_OUT_OF_MEMORY", message);
  }
}
