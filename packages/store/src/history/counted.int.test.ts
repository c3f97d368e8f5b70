import type { TimeGrid } from "@qtwin/core";
import type { Measurement } from "@qtwin/twin";
import { measurement, pointSpec } from "@qtwin/twin/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestStore, withTestStore } from "../testing/index.ts";

let db: TestStore;
beforeAll(async () => {
  db = await withTestStore();
});
afterAll(() => db.close());

const startMs = Date.UTC(2023, 4, 8, 6);
const grid: TimeGrid = { startMs, stepMin: 15, count: 3 };
const point = pointSpec({ kind: "counter", rollover: 1_000 });
const at = (second: number, value: number, change: Partial<Measurement> = {}) =>
  measurement({ sourceTimeMs: startMs + second * 1000, value, kind: "counter", ...change });
const counted = async (site: string, readings: readonly Measurement[]) => {
  await db.store.history.append(site, readings);
  return db.store.history.counted(site, point, grid);
};

test("the increase is between the readings at both ends, a roll-over and an end between two readings included", async () => {
  // The last end lies a third of the way from 2,690 s to 2,720 s: 4 + 3 / 3.
  const readings = [at(0, 990), at(900, 2), at(1790, 3), at(1800, 4), at(2690, 4), at(2720, 7)];
  expect(await counted("ends", readings)).toEqual([12, 2, 1]);
});

test("an end without a reading within a minute leaves both steps unknown, whatever lies beside", async () => {
  expect(await counted("gap", [at(0, 1), at(839, 2), at(1800, 4), at(2700, 9)])).toEqual([null, null, 5]);
});

test("a counter that is read again with the same value stood still, however long that took", async () => {
  expect(await counted("still", [at(-700, 5), at(1700, 5), at(2690, 5), at(2710, 7)])).toEqual([0, 0, 1]);
});

test("a reading nobody trusts is none, its correction counts, and a reset is no use", async () => {
  const doubtful = at(900, 50, { confidence: 0.2 });
  const corrected = at(1800, 20, { serverTimeMs: startMs + 2_000_000 });
  const readings = [at(0, 1), doubtful, at(1800, 700), corrected, at(2700, 3)];
  expect(await counted("doubt", readings)).toEqual([null, null, null]);
  expect(await counted("corrected", [at(0, 1), at(900, 10), at(1800, 700), corrected])).toEqual([
    9,
    10,
    null,
  ]);
});

test("values of a point are those of good quality, by time", async () => {
  const reader = db.store.history.reader("values", [point]);
  await db.store.history.append("values", [at(5, 2), at(1, 1), at(3, 9, { quality: "bad" }), at(60, 3)]);
  expect(await reader.values(point.id, startMs, startMs + 60_000)).toEqual([
    { atMs: startMs + 1000, value: 1 },
    { atMs: startMs + 5000, value: 2 },
  ]);
});
