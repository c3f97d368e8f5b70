import type { Precision } from "../layout.ts";
import { usableBytes } from "../load/compile.ts";
import { compiledOnce } from "../load/compiled-once.ts";

/** The import of env.memory up to its limits: one byte, 1 for a memory with a maximum, 3 for a shared one. */
const memoryImport = [3, ...new TextEncoder().encode("env"), 6, ...new TextEncoder().encode("memory"), 2];

/** The same code for a memory that threads share: only the flag of the imported memory differs. */
function shareMemory(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const at = bytes.findIndex((_, start) => memoryImport.every((byte, k) => bytes[start + k] === byte));
  return bytes.with(at + memoryImport.length, 3) as Uint8Array<ArrayBuffer>;
}

/** The state simulator for shared memory. */
export const compileShared = compiledOnce(async (build: `state-${Precision}`) =>
  shareMemory(await usableBytes(build)),
);
