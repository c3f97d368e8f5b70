import { dayMs, instantOfLocal, localTime, stepStartMs, type TimeGrid } from "@qtwin/core";
import { expect, test } from "vitest";
import { quantileAt } from "./forecast.ts";
import { predictiveQuantiles } from "./quantiles.ts";
import { seasonalNaive } from "./seasonal-naive.ts";

const timeZone = "Europe/Berlin";
const quarter = (startMs: number, count: number): TimeGrid => ({ startMs, stepMin: 15, count });
const levels = [0.1, 0.5, 0.9];
const fallback = () => ({ value: 100, spread: 40 });

function historyBefore(startMs: number, days: number, valueAt: (atMs: number, day: number) => number | null) {
  const grid = quarter(startMs - days * dayMs, days * 96);
  const values = Array.from({ length: grid.count }, (_, i) =>
    valueAt(stepStartMs(grid, i), Math.floor(i / 96)),
  );
  return { grid, values };
}

test("a repeating day is forecast exactly, work days apart from free days, in local time", () => {
  const monday = instantOfLocal(timeZone, 2023, 5, 8);
  const value = (atMs: number): number => {
    const { hour, weekday } = localTime(atMs, timeZone);
    return weekday >= 1 && weekday <= 5 ? hour : 100 - hour;
  };
  const history = historyBefore(monday, 28, value);
  const grid = quarter(monday, 96 * 7);
  const forecast = seasonalNaive({ history, grid, timeZone, levels, fallback, neighbours: 0 });
  for (let step = 0; step < grid.count; step++)
    for (const level of levels)
      expect(quantileAt(forecast, step, level)).toBe(value(stepStartMs(grid, step)));
  expect(new Set(forecast.basis)).toEqual(new Set(["history"]));
});

test("the season follows the wall clock over a change of the clocks", () => {
  const sunday = instantOfLocal(timeZone, 2023, 3, 26);
  const history = historyBefore(sunday, 28, (atMs) => localTime(atMs, timeZone).hour);
  const grid = quarter(instantOfLocal(timeZone, 2023, 3, 27, 6), 4);
  const forecast = seasonalNaive({ history, grid, timeZone, levels, fallback, neighbours: 0 });
  expect(quantileAt(forecast, 0, 0.5)).toBe(6);
});

test("bands are the predictive quantiles of the same quarter-hours", () => {
  const monday = instantOfLocal(timeZone, 2023, 5, 8);
  const history = historyBefore(monday, 35, (_, day) => day);
  const forecast = seasonalNaive({
    history,
    grid: quarter(monday, 1),
    timeZone,
    levels,
    fallback,
    neighbours: 0,
  });
  const workDays = history.grid.count / 96;
  const samples = Array.from({ length: workDays }, (_, day) => day).filter((day) => day % 7 < 5);
  expect(levels.map((level) => quantileAt(forecast, 0, level))).toEqual(predictiveQuantiles(samples, levels));
});

test("short history falls back to the caller's profile and says so", () => {
  const monday = instantOfLocal(timeZone, 2023, 5, 8);
  const history = historyBefore(monday, 4, () => 7);
  const forecast = seasonalNaive({
    history,
    grid: quarter(monday, 1),
    timeZone,
    levels,
    fallback,
    neighbours: 0,
  });
  expect(forecast.basis).toEqual(["fallback"]);
  expect(levels.map((level) => quantileAt(forecast, 0, level))).toEqual([60, 100, 140]);
});

test("unknown values are left out", () => {
  const monday = instantOfLocal(timeZone, 2023, 5, 8);
  const history = historyBefore(monday, 28, (_, day) => (day % 2 === 0 ? null : 5));
  const forecast = seasonalNaive({ history, grid: quarter(monday, 96), timeZone, levels, fallback });
  expect(new Set(forecast.values.flat())).toEqual(new Set([5]));
});

test("refuses levels that are not ascending and grids of another step", () => {
  const history = { grid: quarter(0, 1), values: [1] };
  const input = { history, grid: quarter(0, 1), timeZone, levels: [0.9, 0.1], fallback };
  expect(() => seasonalNaive(input)).toThrow(expect.objectContaining({ code: "QT_FORECAST_LEVELS" }));
  const hourly = { ...input, levels, grid: { startMs: 0, stepMin: 60, count: 1 } };
  expect(() => seasonalNaive(hourly)).toThrow(expect.objectContaining({ code: "QT_FORECAST_GRID" }));
});
