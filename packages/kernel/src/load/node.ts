import { readFile } from "node:fs/promises";
import type { WasmFile } from "./wasm-file.ts";

/** The bytes of a compiled kernel, from the package's own folder. */
export function wasmBytes(file: WasmFile): Promise<Uint8Array<ArrayBuffer>> {
  return readFile(new URL(`../../wasm/${file}`, import.meta.url));
}
