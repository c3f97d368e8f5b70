import { createRandom } from "@qtwin/core";
import { expect, test } from "vitest";
import type { QuantileForecast } from "./forecast.ts";
import { pinball, scoreForecast } from "./scores.ts";

const flat = (count: number, levels: readonly number[], row: readonly number[]): QuantileForecast => ({
  grid: { startMs: 0, stepMin: 15, count },
  levels,
  values: row.map((value) => Array.from({ length: count }, () => value)),
  basis: Array.from({ length: count }, () => "history"),
  method: "test",
});

test("the pinball loss weighs misses by the level", () => {
  expect(pinball(10, 8, 0.9)).toBeCloseTo(1.8, 12);
  expect(pinball(8, 10, 0.9)).toBeCloseTo(0.2, 12);
  expect(pinball(8, 8, 0.5)).toBe(0);
});

test("true quantiles of a normal distribution are calibrated, and their CRPS is near its value", () => {
  const random = createRandom(1);
  const count = 20_000;
  const levels = [0.1, 0.5, 0.9];
  const score = scoreForecast(
    flat(count, levels, [-1.2816, 0, 1.2816]),
    Array.from({ length: count }, () => random.normal()),
  )!;
  // Three standard errors of a share of 20,000 draws.
  score.coverage.forEach((share, i) => {
    expect(Math.abs(share - levels[i]!)).toBeLessThan(3 * Math.sqrt(0.25 / count));
  });
  expect(score.band.nominal).toBeCloseTo(0.8, 12);
  expect(Math.abs(score.band.achieved - 0.8)).toBeLessThan(0.01);
  // 0.5642 for the normal distribution over all levels; three levels give 0.50 within their own sampling error.
  expect(score.crps).toBeGreaterThan(0.45);
  expect(score.crps).toBeLessThan(0.6);
});

test("a band that is too narrow shows", () => {
  const score = scoreForecast(flat(4, [0.1, 0.9], [-1, 1]), [-2, 2, 0, null])!;
  expect(score.count).toBe(3);
  expect(score.band.achieved).toBeCloseTo(1 / 3, 12);
});

test("nothing known gives no score, and another length is refused", () => {
  expect(scoreForecast(flat(2, [0.5], [0]), [null, null])).toBeNull();
  expect(() => scoreForecast(flat(2, [0.5], [0]), [1])).toThrow(
    expect.objectContaining({ code: "QT_FORECAST_GRID" }),
  );
});
