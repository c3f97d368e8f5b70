import { dayMs } from "@qtwin/core";
import type { Store } from "@qtwin/store";
import {
  createCleanser,
  type PointSpec,
  type RawMeasurement,
  type ReadLink,
  type SiteClock,
} from "@qtwin/twin";
import type { Log } from "../context.ts";
import { growingPauseMs, pause } from "./pause.ts";

/** What forecasts learn from before the twin has a history of its own. */
export const backfilledPoints = [
  "air.flowM3min",
  "pv.powerKw",
  "meter.importKw",
  "hall.outdoorC",
  "base.powerKw",
] as const;
export const backfillDays = 28;
const quarterS = 900;
const attempts = 60;

export interface BackfillOptions {
  readonly siteId: string;
  readonly points: readonly PointSpec[];
  readonly link: Pick<ReadLink, "readHistory">;
  readonly store: Pick<Store, "history">;
  readonly clock: SiteClock;
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** The values a source keeps are quarter-hour means, stamped with the start of their quarter. */
const asQuarterMeans = ({ maxRatePerS: _, stuckAfterS: __, ...point }: PointSpec): PointSpec => ({
  ...point,
  kind: "mean",
  periodS: quarterS,
  interval: { seconds: quarterS, label: "start" },
});

/** Whether the store reaches back to the first day already. */
async function isFilled(
  { siteId, store }: BackfillOptions,
  pointId: string,
  fromMs: number,
): Promise<boolean> {
  const oldest = await store.history.series(siteId, pointId, fromMs, fromMs + 2 * dayMs, 1);
  return oldest.length > 0;
}

/** A plant that was just started may still be making its history: asked again until there is some. */
async function historyOf(
  { link, signal }: BackfillOptions,
  pointId: string,
  fromMs: number,
  toMs: number,
): Promise<readonly RawMeasurement[]> {
  for (let attempt = 0; attempt < attempts && !signal.aborted; attempt += 1) {
    const values = await link.readHistory(pointId, fromMs, toMs).catch(() => []);
    if (values.length > 0) return values;
    await pause(Math.min(growingPauseMs(attempt), 2_000), signal);
  }
  return [];
}

/** Stores the history of the last four weeks from before the twin knew the plant; what is there already is left. */
export async function backfill(options: BackfillOptions): Promise<void> {
  const { siteId, points, store, clock, signal, log } = options;
  const toMs = clock.nowMs();
  const fromMs = toMs - backfillDays * dayMs;
  for (const pointId of backfilledPoints) {
    const point = points.find((candidate) => candidate.id === pointId);
    if (point === undefined || signal.aborted) continue;
    if (await isFilled(options, pointId, fromMs)) continue;
    const values = await historyOf(options, pointId, fromMs, toMs);
    const cleanser = createCleanser({ points: [asQuarterMeans(point)] });
    if (values.length > 0)
      await store.history.append(siteId, cleanser.cleanse(values, { receivedTimeMs: clock.nowMs() }));
    log(values.length > 0 ? "info" : "warn", "History was read from the source.", {
      pointId,
      values: values.length,
    });
  }
}
