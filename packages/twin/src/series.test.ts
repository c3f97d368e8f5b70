import type { TimeGrid } from "@qtwin/core";
import { expect, test } from "vitest";
import { counterStep } from "./counter.ts";
import { pointMeans } from "./series.ts";
import { measurement } from "./testing/samples.ts";

const start = Date.UTC(2023, 4, 8, 6);
const grid: TimeGrid = { startMs: start, stepMin: 15, count: 2 };
const at = (minutes: number, value: number, confidence = 1) =>
  measurement({ sourceTimeMs: start + minutes * 60_000, value, confidence });

test("TW25 counters: increase, roll-over and reset", () => {
  expect(counterStep(10, 14)).toEqual({ increase: 4, event: "none" });
  expect(counterStep(9_990, 5, 10_000)).toEqual({ increase: 15, event: "rollover" });
  expect(counterStep(5_000, 3, 10_000)).toEqual({ increase: 3, event: "reset" });
  expect(counterStep(9_990, 5)).toEqual({ increase: 5, event: "reset" });
});

test("TW41 a value holds until the next one, at most three periods, and means are weighted by time", () => {
  const point = { kind: "instant" as const, periodS: 300 };
  const { means, coverage } = pointMeans([at(0, 100), at(5, 200), at(10, 200)], point, grid);
  expect(means[0]).toBeCloseTo((100 + 200 + 200) / 3, 12);
  expect(coverage[0]).toBe(1);
  expect(means[1]).toBe(200);
  expect(coverage[1]).toBeCloseTo(10 / 15, 12);
});

test("TW40 what deserves no confidence is left out, and nothing is put in its place", () => {
  const point = { kind: "instant" as const, periodS: 300 };
  const { means, coverage } = pointMeans([at(0, 100), at(5, 9_999, 0.2), at(10, 200)], point, grid);
  expect(means[0]).toBe(150);
  expect(coverage[0]).toBeCloseTo(10 / 15, 12);
  expect(pointMeans([], point, grid).means).toEqual([null, null]);
});

test("TW42 the mean of a counter is its increase per hour, over a roll-over too", () => {
  const readings = [at(0, 9_950), at(10, 9_990), at(20, 30), at(30, 70)];
  const { means } = pointMeans(readings, { kind: "counter", periodS: 600, rollover: 10_000 }, grid);
  expect(means[0]).toBeCloseTo(240, 9);
  expect(means[1]).toBeCloseTo(240, 9);
});
