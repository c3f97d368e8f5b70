import { wasmBytes } from "#load";
import type { Precision } from "../layout.ts";
import { compiledOnce } from "./compiled-once.ts";

type Build = `${"state" | "subspace"}-${Precision}`;

/** With relaxed multiply-add where the engine has it, else the plain build of the same source. */
export async function usableBytes(build: Build): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await wasmBytes(`${build}.wasm`);
  return WebAssembly.validate(bytes) ? bytes : wasmBytes(`${build}-plain.wasm`);
}

/** The module of one file. */
export const compileFile = compiledOnce(wasmBytes);

const compileBuild = compiledOnce(usableBytes);

/** The build of a simulator that this engine runs best. */
export function compileState(kind: "state" | "subspace", precision: Precision): Promise<WebAssembly.Module> {
  return compileBuild(`${kind}-${precision}`);
}
