import { expect, test } from "vitest";
import { testPlan } from "../testing/proposals.ts";
import { forecastMissed, lastWholeStepMs, nextScheduleMs, pricesPublished } from "./triggers.ts";

test("a new delivery day is a publication, the same days again are not, nor is the first look", () => {
  const before = new Map([["market.dayAhead", '["2023-05-09"]']]);
  expect(pricesPublished(before, before)).toBe(false);
  expect(pricesPublished(before, new Map([["market.dayAhead", '["2023-05-09","2023-05-10"]']]))).toBe(true);
  expect(pricesPublished(new Map(), before)).toBe(false);
});

test("a miss counts from 200 kW and 15 % on", () => {
  const series = [
    {
      id: "importKw",
      title: "Import",
      unit: "kW",
      values: [1000, 2000, null, 0],
      nature: "planned" as const,
    },
  ];
  const plan = { ...testPlan(), series };
  expect(forecastMissed(plan, 0, 1200)).toBe(false);
  expect(forecastMissed(plan, 0, 1201)).toBe(true);
  expect(forecastMissed(plan, 900_000, 2250)).toBe(false);
  expect(forecastMissed(plan, 900_000, 1690)).toBe(true);
  expect(forecastMissed(plan, 1_800_000, 9999)).toBe(false);
  expect(forecastMissed(plan, 0, null)).toBe(false);
});

test("the last whole step and the next schedule lie on their grids", () => {
  expect(lastWholeStepMs(testPlan(), 899_999)).toBeNull();
  expect(lastWholeStepMs(testPlan(), 900_000)).toBe(0);
  expect(lastWholeStepMs(testPlan(), 1e9)).toBe(2_700_000);
  expect(nextScheduleMs(0, 30)).toBe(1_800_000);
  expect(nextScheduleMs(1_799_999, 30)).toBe(1_800_000);
});
