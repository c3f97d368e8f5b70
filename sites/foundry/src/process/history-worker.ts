import { parentPort, workerData } from "node:worker_threads";
import { invariant } from "@qtwin/core";
import type { QuarterRecord } from "../billing/record.ts";
import { createFoundry } from "../foundry.ts";
import { loadMarket } from "../market/load-market.ts";
import { type QuarterMeans, quarterMs } from "./history-archive.ts";
import { mismatchOf, type PlantIdentity } from "./state-file.ts";

export interface HistoryJob {
  readonly identity: PlantIdentity;
  readonly dataDir: string;
  readonly pricesFile: string | null;
  /** Days before the start. */
  readonly days: number;
}

/** Seconds between two samples of what the meters do not count. */
const sampleS = 20;

/** Lives the same plant natively through the days before its start, and takes the quarter-hour means. */
function simulateHistory(job: HistoryJob): readonly QuarterMeans[] {
  const { startMs, zone, seed, controller } = job.identity;
  const fromMs = Math.floor(startMs / quarterMs) * quarterMs - job.days * 86_400_000;
  const market = loadMarket({
    dataDir: job.dataDir,
    zone,
    ...(job.pricesFile === null ? {} : { pricesFile: job.pricesFile }),
    startMs: fromMs,
    days: job.days + 1,
    seed,
  });
  const foundry = createFoundry({
    startMs: fromMs,
    seed,
    controller,
    market,
    sensorFaults: false,
    ...mismatchOf(job.identity),
  });
  const sampled = new Map<number, { flowM3min: number; outdoorC: number }>();
  for (let quarter = fromMs; quarter + quarterMs <= startMs; quarter += quarterMs) {
    let flow = 0;
    let outdoor = 0;
    for (let second = 0; second < 900; second += sampleS) {
      foundry.step(sampleS);
      flow += foundry.truth().air.supplyM3min;
      outdoor += market.outdoorC(foundry.nowMs());
    }
    sampled.set(quarter, { flowM3min: (flow * sampleS) / 900, outdoorC: (outdoor * sampleS) / 900 });
  }
  // A quarter is in the record once the next has begun.
  foundry.step(1);
  return foundry.meter().quarters.flatMap((record) => {
    const means = sampled.get(record.startMs);
    return means ? [toMeans(record, means)] : [];
  });
}

const toMeans = (record: QuarterRecord, sampled: { flowM3min: number; outdoorC: number }): QuarterMeans => ({
  startMs: record.startMs,
  means: {
    "air.flowM3min": sampled.flowM3min,
    "hall.outdoorC": sampled.outdoorC,
    "pv.powerKw": record.pvKwh * 4,
    "meter.importKw": record.importKwh * 4,
    "base.powerKw": record.baseKwh * 4,
  },
});

invariant(parentPort, "the history is simulated in a worker thread");
parentPort.postMessage(simulateHistory(workerData as HistoryJob));
