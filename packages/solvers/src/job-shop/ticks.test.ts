import { expect, test } from "vitest";
import { gridOf, ticksOf, timeOf } from "./ticks.ts";

test("whole times lose their common divisor, parts of a unit become whole", () => {
  expect(gridOf([60_000, 180_000, 0], 1e12)).toEqual({ scale: 1, step: 60_000, isExact: true });
  expect(gridOf([0.25, 1.5, 3], 100)).toEqual({ scale: 100, step: 25, isExact: true });
  expect(gridOf([0.1 + 0.2, 0.7], 10)).toEqual({ scale: 10, step: 1, isExact: true });
  expect(gridOf([], 0)).toEqual({ scale: 1, step: 1, isExact: true });
});

test("times and ticks lead to each other without rounding", () => {
  for (const times of [
    [60_000, 180_000],
    [0.3, 1.7],
    [0.25, 0.5],
    [7, 11],
  ]) {
    const grid = gridOf(times, 1e6);
    for (let ticks = 1; ticks < 2000; ticks++) expect(ticksOf(grid, timeOf(grid, ticks))).toBe(ticks);
    for (const time of times) expect(timeOf(grid, ticksOf(grid, time))).toBe(time);
  }
});

test("what has no common tick is rounded up, and nothing that lasts becomes nothing", () => {
  for (const times of [
    [Math.PI, 1],
    [1e-7, 2],
    [7919, 2 ** 31 + 1],
  ]) {
    const longest = times[0]! + times[1]!;
    const grid = gridOf(times, longest);
    expect(grid.isExact).toBe(false);
    expect(ticksOf(grid, longest)).toBeLessThan(2 ** 29);
    for (const time of times) {
      expect(ticksOf(grid, time)).toBeGreaterThan(0);
      // 1e-6 of a tick is taken for rounding.
      expect(timeOf(grid, ticksOf(grid, time) + 1e-6)).toBeGreaterThanOrEqual(time);
    }
  }
});
