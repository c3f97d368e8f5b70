import { readFile } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import type { TeamWorker } from "./team-worker.ts";
import type { WasmFile } from "./wasm-file.ts";

export type { TeamWorker };

/** The bytes of a compiled kernel, from the package's own folder. */
export function wasmBytes(file: WasmFile): Promise<Uint8Array<ArrayBuffer>> {
  return readFile(new URL(`../../wasm/${file}`, import.meta.url));
}

/** A thread that does not keep the process alive once it is ready. */
export function startWorker(): TeamWorker {
  // No options of the process: some, as --input-type, are refused with a file.
  const worker = new Worker(new URL("./node-worker.ts", import.meta.url), { execArgv: [] });
  const ready = new Promise<void>((resolve, reject) => {
    worker.once("error", reject);
    worker.once("message", () => {
      worker.unref();
      resolve();
    });
  });
  return {
    ready,
    post: (mail) => worker.postMessage(mail),
    stop: async () => {
      await worker.terminate();
    },
  };
}
