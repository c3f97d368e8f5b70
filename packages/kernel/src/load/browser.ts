import type { TeamWorker } from "./team-worker.ts";
import type { WasmFile } from "./wasm-file.ts";

export type { TeamWorker };

// Written out one by one: a bundler finds and copies only addresses it can read in the source.
const addresses: Readonly<Record<WasmFile, URL>> = {
  "state-f32.wasm": new URL("../../wasm/state-f32.wasm", import.meta.url),
  "state-f32-plain.wasm": new URL("../../wasm/state-f32-plain.wasm", import.meta.url),
  "state-f64.wasm": new URL("../../wasm/state-f64.wasm", import.meta.url),
  "state-f64-plain.wasm": new URL("../../wasm/state-f64-plain.wasm", import.meta.url),
  "subspace-f32.wasm": new URL("../../wasm/subspace-f32.wasm", import.meta.url),
  "subspace-f32-plain.wasm": new URL("../../wasm/subspace-f32-plain.wasm", import.meta.url),
  "subspace-f64.wasm": new URL("../../wasm/subspace-f64.wasm", import.meta.url),
  "subspace-f64-plain.wasm": new URL("../../wasm/subspace-f64-plain.wasm", import.meta.url),
  "gates.wasm": new URL("../../wasm/gates.wasm", import.meta.url),
  "qubo-i32.wasm": new URL("../../wasm/qubo-i32.wasm", import.meta.url),
  "qubo-f64.wasm": new URL("../../wasm/qubo-f64.wasm", import.meta.url),
  "enumerate.wasm": new URL("../../wasm/enumerate.wasm", import.meta.url),
  "assignment-i32.wasm": new URL("../../wasm/assignment-i32.wasm", import.meta.url),
  "assignment-f64.wasm": new URL("../../wasm/assignment-f64.wasm", import.meta.url),
};

/** The bytes of a compiled kernel, from where the page's own files come from. */
export async function wasmBytes(file: WasmFile): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(addresses[file]);
  if (!response.ok) throw new Error(`HTTP status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** A Worker; needs a page that is cross-origin isolated (COOP and COEP), or memory cannot be shared with it. */
export function startWorker(): TeamWorker {
  const worker = new Worker(new URL("./browser-worker.ts", import.meta.url), { type: "module" });
  const ready = new Promise<void>((resolve, reject) => {
    worker.addEventListener("error", reject, { once: true });
    worker.addEventListener("message", () => resolve(), { once: true });
  });
  return { ready, post: (mail) => worker.postMessage(mail), stop: async () => worker.terminate() };
}
