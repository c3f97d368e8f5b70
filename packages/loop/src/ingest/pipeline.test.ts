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
const storeError = (kind: "unavailable" | "internal", cause?: unknown) =>
  new QtwinError({ kind, code: "QT_STORE_X", message: kind, fix: "…", cause });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function pipelineOver(append: (batch: readonly Measurement[]) => void, auditAway = 0) {
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
    keepRefused: async (one) => {
      if (auditAway-- > 0) throw storeError("unavailable");
      seen.refused.push(one.value);
    },
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

test("a value the store refuses does not keep the others out, and is kept before it is acknowledged", async () => {
  const kept: unknown[] = [];
  const refuse = (batch: readonly Measurement[]): void => {
    if (batch.some((one) => one.value === 3)) throw storeError("internal", { code: "22P02" });
    kept.push(...batch.map((one) => one.value));
  };
  const { pipeline, refused } = pipelineOver(refuse, 2);
  const taking = pipeline.take([1, 2, 3, 4, 5].map(raw));
  await vi.advanceTimersByTimeAsync(250);
  expect({ kept, refused }).toEqual({ kept: [1, 2], refused: [] });
  await vi.advanceTimersByTimeAsync(500);
  await taking;
  expect({ kept, refused }).toEqual({ kept: [1, 2, 4, 5], refused: [3] });
});

test("an error nobody expected loses nothing either: the batch waits", async () => {
  let calls = 0;
  const { pipeline, stored, refused } = pipelineOver(() => {
    if (++calls < 3) throw new TypeError("a defect");
  });
  const taking = pipeline.take([raw(1)]);
  await vi.advanceTimersByTimeAsync(1_000);
  await taking;
  expect({ stored, refused }).toEqual({ stored: [1], refused: [] });
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
