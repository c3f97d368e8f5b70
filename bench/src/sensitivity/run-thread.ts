/**
 * One energy bench in a thread of its own. The simulated plant reads its values when its modules are loaded, and a thread has
 * modules of its own: here `plant.json` and `tariff.json` are what the job says, for the plant and for whoever describes it.
 */
import { registerHooks } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import type { RunJob, RunMessage } from "./run-in-thread.ts";

const { options, files, prices } = workerData as RunJob;

const sources = new Map(
  Object.entries(files).map(([file, content]) => [
    import.meta.resolve(`@qtwin/foundry/${file}.json`),
    JSON.stringify(content),
  ]),
);
registerHooks({
  load: (url, context, next) => {
    const source = sources.get(url);
    return source === undefined ? next(url, context) : { format: "json", source, shortCircuit: true };
  },
});

const tell = (message: RunMessage): void => parentPort!.postMessage(message);

// Loaded now, after the hook: nothing above may import the plant.
const { runEnergyBench } = await import("../energy.ts");
const { withPrices } = await import("./price-change.ts");
const bench = await runEnergyBench({
  ...options,
  foresight: false,
  changeMarket: (market) => withPrices(market, prices),
  onProgress: (line) => tell({ line }),
});
tell({ bench });
