import { expect, test } from "vitest";
import { testPlan } from "../testing/proposals.ts";
import { fromPlansInForce, lastDay } from "./record-kpis.ts";

const berlin = "Europe/Berlin";
const hours = (nowMs: number) => {
  const { fromMs, untilMs } = lastDay(nowMs, berlin);
  return (untilMs - fromMs) / 3_600_000;
};

test("the last day is a local one, of 23 and 25 hours when the clocks change", () => {
  expect(lastDay(Date.UTC(2023, 4, 9, 5), berlin)).toEqual({
    name: "2023-05-08",
    fromMs: Date.UTC(2023, 4, 7, 22),
    untilMs: Date.UTC(2023, 4, 8, 22),
  });
  expect(hours(Date.UTC(2023, 2, 27, 5))).toBe(23);
  expect(hours(Date.UTC(2023, 9, 30, 5))).toBe(25);
});

test("each step takes the newest plan that was in force and covers it", () => {
  const plan = (value: number, startMs: number) => ({
    ...testPlan(),
    grid: { startMs, stepMin: 15, count: 3 },
    series: [
      { id: "importKw", title: "", unit: "kW", nature: "planned" as const, values: [value, value, value] },
    ],
  });
  const plans = [
    { plan: plan(1, 0), sinceMs: 0 },
    { plan: plan(2, 900_000), sinceMs: 1_000_000 },
  ];
  const grid = { startMs: 0, stepMin: 15, count: 5 };
  expect(fromPlansInForce(grid, plans, "importKw")).toEqual([1, 1, 2, 2, null]);
});
