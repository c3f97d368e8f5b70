import { dayMs, type Json, minuteMs } from "@qtwin/core";
import { createFoundry } from "./foundry.ts";
import { quarterMs } from "./physics/electrical.ts";
import type { FoundryOptions } from "./plant-model.ts";

/** Points the plant's historian keeps. */
export const historyPoints = [
  "air.flowM3min",
  "pv.powerKw",
  "meter.importKw",
  "hall.outdoorC",
  "base.powerKw",
] as const;
export type HistoryPoint = (typeof historyPoints)[number];

/** Quarter-hour means before an instant, and the plant that lived through them. */
export interface History {
  readonly startMs: number;
  readonly stepMin: 15;
  readonly series: Readonly<Record<HistoryPoint, readonly number[]>>;
  /** Highest quarter-hour of the days. */
  readonly peakKw: number;
  /** State at the end: `restoreFoundry` continues seamlessly from the history. */
  readonly checkpoint: Json;
}

/**
 * Lives natively through the days before `startMs` and takes quarter-hour means.
 * @param options as for `createFoundry`; `startMs` must be a full quarter-hour: the end of the history
 */
export function historyMeans(options: FoundryOptions, days = 28): History {
  const startMs = options.startMs - days * dayMs;
  const count = (days * dayMs) / quarterMs;
  const foundry = createFoundry({ ...options, startMs, sensorFaults: false });
  const truth = foundry.truth();
  const flow: number[] = [];
  const outdoor: number[] = [];
  const minutes = quarterMs / minuteMs;
  for (let quarter = 0; quarter < count; quarter += 1) {
    let flowSum = 0;
    for (let minute = 0; minute < minutes; minute += 1) {
      foundry.step(60);
      flowSum += truth.air.flowM3min;
    }
    flow.push(flowSum / minutes);
    outdoor.push(truth.hall.outdoorC);
  }
  // The last quarter closes with the first second after it.
  const checkpoint = foundry.checkpoint();
  foundry.step(1);
  const { quarters } = foundry.meter();
  const means = (energy: (index: number) => number): number[] =>
    flow.map((_value, index) => energy(index) * 4);
  return {
    startMs,
    stepMin: 15,
    series: {
      "air.flowM3min": flow,
      "hall.outdoorC": outdoor,
      "pv.powerKw": means((index) => quarters[index]?.pvKwh ?? 0),
      "meter.importKw": means((index) => quarters[index]?.importKwh ?? 0),
      "base.powerKw": means((index) => quarters[index]?.baseKwh ?? 0),
    },
    peakKw: quarters.reduce((peak, quarter) => Math.max(peak, quarter.importKwh * 4), 0),
    checkpoint,
  };
}
