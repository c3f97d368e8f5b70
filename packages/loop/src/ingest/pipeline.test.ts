import { QtwinError } from "@qtwin/core";
import { createCleanser, type Measurement, type PointSpec, type RawMeasurement } from "@qtwin/twin";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createPipeline } from "./pipeline.ts";

const point: PointSpec = {
  id: "a.powerKw",
  asset: "a",
  title: "Power",
  kind: "instant",
  type: "number",
  unit: "kW",
  periodS: 1,
  owner: "energy",
  source: { connector: "mqtt", topic: "t", path: "" },
};
const raw = (value: number): RawMeasurement => ({
  pointId: point.id,
  value,
  unit: "kW",
  sourceTimeMs: value * 1_000,
  serverTimeMs: value * 1_000,
  quality: "good",
  qualityCode: "ok",
  source: "mqtt:t",
});
const storeError = (kind: "unavailable" | "internal") =>
  new QtwinError({ kind, code: "QT_STORE_X", message: kind, fix: "…" });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function pipelineOver(append: (batch: readonly Measurement[]) => void) {
  const stopping = new AbortController();
  const seen = { stored: [] as unknown[], refused: [] as unknown[], away: [] as boolean[] };
  const pipeline = createPipeline({
    siteId: "s",
    store: {
      history: {
        append: async (_site: string, batch: readonly Measurement[]) => {
          append(batch);
          return { inserted: batch.length, duplicates: 0 };
        },
      },
    } as never,
    cleanser: createCleanser({ points: [point] }),
    clock: { nowMs: () => 60_000, speed: 1 },
    signal: stopping.signal,
    clockOffsetMs: () => ({}),
    onStored: (batch) => seen.stored.push(...batch.map((one) => one.value)),
    onRefused: (one) => seen.refused.push(one.value),
    onStoreAway: (error) => seen.away.push(error !== null),
  });
  return { pipeline, stopping, ...seen };
}

test("while the store is away a batch waits, and is cleansed once only", async () => {
  let calls = 0;
  const reasons: unknown[] = [];
  const { pipeline, stored, away } = pipelineOver((batch) => {
    reasons.push(batch.map((one) => one.reasons));
    if (++calls < 4) throw storeError("unavailable");
  });
  let taken = false;
  void pipeline.take([raw(1), raw(2)]).then(() => {
    taken = true;
  });
  await vi.advanceTimersByTimeAsync(250 + 500);
  expect({ taken, stored, away }).toEqual({ taken: false, stored: [], away: [true] });
  await vi.advanceTimersByTimeAsync(1_000);
  expect({ taken, stored, away }).toEqual({ taken: true, stored: [1, 2], away: [true, false] });
  expect(new Set(reasons.map((each) => JSON.stringify(each))).size).toBe(1);
  expect(pipeline.counters()).toEqual({ measurements: 2, inserted: 2, duplicates: 0, refused: 0 });
});

test("a value the store refuses does not keep the others out", async () => {
  const kept: unknown[] = [];
  const { pipeline, refused } = pipelineOver((batch) => {
    if (batch.some((one) => one.value === 3)) throw storeError("internal");
    kept.push(...batch.map((one) => one.value));
  });
  await pipeline.take([1, 2, 3, 4, 5].map(raw));
  expect(kept).toEqual([1, 2, 4, 5]);
  expect(refused).toEqual([3]);
});

test("a batch that waits when the service ends is given back to its source", async () => {
  const { pipeline, stopping, stored } = pipelineOver(() => {
    throw storeError("unavailable");
  });
  const taking = pipeline.take([raw(1)]);
  const outcome = expect(taking).rejects.toMatchObject({ code: "QT_INGEST_STOPPED" });
  await vi.advanceTimersByTimeAsync(100);
  stopping.abort();
  await outcome;
  expect(stored).toEqual([]);
});
