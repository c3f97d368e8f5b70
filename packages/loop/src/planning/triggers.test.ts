import { expect, test } from "vitest";
import { testPlan } from "../testing/proposals.ts";
import { forecastMissed, isUrgent, lastWholeStepMs, nextScheduleMs, triggerOf } from "./triggers.ts";

test("published prices, trips and outages make a new plan; other changes of the plant do not", () => {
  expect(triggerOf("change", { kind: "price-publication" })).toBe("price-publication");
  expect(triggerOf("change", { kind: "outage" })).toBe("asset-trip");
  expect(triggerOf("change", { kind: "orders" })).toBeNull();
  expect(triggerOf("change", { kind: "order-refused" })).toBe("order-refused");
  expect(triggerOf("trigger", { kind: "command-refused" })).toBe("command-refused");
  expect(triggerOf("trigger", { kind: "by hand" })).toBe("request");
  expect(triggerOf("proposal", { kind: "asset-trip" })).toBeNull();
});

test("what may have broken the plan in force is urgent, what may make a better one is not", () => {
  expect(["asset-trip", "order-refused", "command-refused"].map(isUrgent)).toEqual([true, true, true]);
  expect(["schedule", "price-publication", "request"].map(isUrgent)).toEqual([false, false, false]);
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
