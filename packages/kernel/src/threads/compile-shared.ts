import { wasmBytes } from "#load";
import type { Precision } from "../layout.ts";

/** The import of env.memory up to its limits: one byte, 1 for a memory with a maximum, 3 for a shared one. */
const memoryImport = [3, ...new TextEncoder().encode("env"), 6, ...new TextEncoder().encode("memory"), 2];

/** The same code for a memory that threads share: only the flag of the imported memory differs. */
function shareMemory(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const at = bytes.findIndex((_, start) => memoryImport.every((byte, k) => bytes[start + k] === byte));
  return bytes.with(at + memoryImport.length, 3) as Uint8Array<ArrayBuffer>;
}

const modules = new Map<Precision, Promise<WebAssembly.Module>>();

async function compile(precision: Precision): Promise<WebAssembly.Module> {
  const bytes = await wasmBytes(`state-${precision}.wasm`);
  const usable = WebAssembly.validate(bytes) ? bytes : await wasmBytes(`state-${precision}-plain.wasm`);
  return WebAssembly.compile(shareMemory(usable));
}

/** The state simulator for shared memory, compiled once a process and precision. */
export function compileShared(precision: Precision): Promise<WebAssembly.Module> {
  let module = modules.get(precision);
  if (module === undefined) {
    module = compile(precision);
    modules.set(precision, module);
  }
  return module;
}
