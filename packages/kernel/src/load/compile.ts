import { wasmBytes } from "#load";
import type { Precision } from "../layout.ts";
import type { WasmFile } from "./wasm-file.ts";

const modules = new Map<WasmFile, Promise<WebAssembly.Module>>();

/** The module of one file, compiled once a process. */
export function compileFile(file: WasmFile): Promise<WebAssembly.Module> {
  let module = modules.get(file);
  if (module === undefined) {
    module = wasmBytes(file).then((bytes) => WebAssembly.compile(bytes));
    modules.set(file, module);
  }
  return module;
}

/** With relaxed multiply-add where the engine has it, else the plain build of the same source. */
export async function compileState(
  kind: "state" | "subspace",
  precision: Precision,
): Promise<WebAssembly.Module> {
  const file = `${kind}-${precision}.wasm` as const;
  const relaxed = WebAssembly.validate(await wasmBytes(file));
  return compileFile(relaxed ? file : `${kind}-${precision}-plain.wasm`);
}
