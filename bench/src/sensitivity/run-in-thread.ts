import { Worker } from "node:worker_threads";
import type { EnergyBench, EnergyBenchOptions } from "../energy.ts";
import type { PriceChange } from "./price-change.ts";
import type { SiteFiles } from "./site-change.ts";

/** An energy bench of a site that differs; everything in it can be sent to a thread. */
export interface RunJob {
  readonly options: Omit<EnergyBenchOptions, "onProgress" | "changeMarket" | "foresight">;
  readonly files: SiteFiles;
  readonly prices: PriceChange;
}

export type RunMessage = { readonly line: string } | { readonly bench: EnergyBench };

/**
 * Runs a job in a thread, which ends with this process however that ends.
 * @returns null where the signal ended it
 */
export async function runInThread(
  job: RunJob,
  signal: AbortSignal | undefined,
  onProgress: (line: string) => void,
): Promise<EnergyBench | null> {
  if (signal?.aborted) return null;
  const worker = new Worker(new URL("./run-thread.ts", import.meta.url), { workerData: job });
  const stop = (): void => void worker.terminate();
  signal?.addEventListener("abort", stop);
  try {
    return await new Promise((resolve, reject) => {
      let bench: EnergyBench | null = null;
      worker.on("message", (message: RunMessage) => {
        if ("line" in message) onProgress(message.line);
        else bench = message.bench;
      });
      worker.once("error", reject);
      worker.once("exit", (code) => {
        if (bench || signal?.aborted) resolve(bench);
        else reject(new Error(`The thread of the run ended with exit code ${code} before it had a result.`));
      });
    });
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}
