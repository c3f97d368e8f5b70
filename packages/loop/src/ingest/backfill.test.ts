import { dayMs } from "@qtwin/core";
import type { Measurement, RawMeasurement } from "@qtwin/twin";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { loadSite } from "../site/index.ts";
import { backfill, backfillDays, backfilledPoints } from "./backfill.ts";

const { points } = loadSite("foundry");
const nowMs = Date.UTC(2023, 4, 9);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const quarter = (pointId: string, sourceTimeMs: number): RawMeasurement => ({
  pointId,
  value: 20,
  unit: points.find((point) => point.id === pointId)!.unit,
  sourceTimeMs,
  serverTimeMs: sourceTimeMs,
  quality: "good",
  qualityCode: "Good",
  source: "opcua:x",
});

function setUp(
  history: (pointId: string, fromMs: number) => readonly RawMeasurement[],
  known: readonly string[] = [],
) {
  const stored: Measurement[] = [];
  const asked: string[] = [];
  const run = backfill({
    siteId: "s",
    points,
    link: {
      readHistory: async (pointId, fromMs) => {
        asked.push(pointId);
        return history(pointId, fromMs);
      },
    },
    store: {
      history: {
        series: async (_site: string, pointId: string) => (known.includes(pointId) ? [{}] : []),
        append: async (_site: string, batch: readonly Measurement[]) => void stored.push(...batch),
      },
    } as never,
    clock: { nowMs: () => nowMs, speed: 1 },
    signal: new AbortController().signal,
    log: () => undefined,
  });
  return { run, stored, asked };
}

test("quarter-hour means of four weeks are stored as means, without doubts about gaps or rates", async () => {
  const { run, stored } = setUp((pointId, fromMs) =>
    [0, 1, 2].map((each) => quarter(pointId, fromMs + each * 900_000)),
  );
  await run;
  expect(stored).toHaveLength(3 * backfilledPoints.length);
  for (const value of stored)
    expect(value).toMatchObject({ kind: "mean", intervalStartMs: value.sourceTimeMs });
  expect(stored[0]!.sourceTimeMs).toBe(nowMs - backfillDays * dayMs);
  expect(
    stored
      .flatMap((value) => value.reasons.map((reason) => reason.code))
      .filter((code) => code !== "calibration"),
  ).toEqual([]);
});

test("what reaches back far enough already is not read again", async () => {
  const { run, asked } = setUp(
    (pointId, fromMs) => [quarter(pointId, fromMs)],
    ["pv.powerKw", "base.powerKw"],
  );
  await run;
  expect(asked).toEqual(["air.flowM3min", "meter.importKw", "hall.outdoorC"]);
});

test("a source that is still making its history is asked again", async () => {
  let calls = 0;
  const { run, stored } = setUp((pointId, fromMs) => {
    calls += 1;
    if (calls === 2) throw new Error("not connected");
    return calls < 4 ? [] : [quarter(pointId, fromMs)];
  });
  await vi.advanceTimersByTimeAsync(10_000);
  await run;
  expect(stored).toHaveLength(backfilledPoints.length);
});
