import { createBandLearner } from "@qtwin/forecast";
import { expect, test } from "vitest";
import type { BandedSeries } from "./banding.ts";
import type { Plan } from "./contract.ts";
import { leadBucketOf, learnErrors, withBands } from "./plan-bands.ts";

const planOf = (values: readonly number[]): Plan => ({
  grid: { startMs: 0, stepMin: 15, count: values.length },
  lanes: [],
  series: [
    { id: "importKw", title: "Import", unit: "kW", values, nature: "planned" },
    { id: "airKw", title: "Air", unit: "kW", values, nature: "planned" },
  ],
  kpis: [],
  cost: { totalEur: 0, parts: [] },
});
const values = [100, 200, 300, 400, 500, 600];
const banded = (kinds: readonly string[]): BandedSeries[] => [{ id: "importKw", kinds, min: 0, max: 550 }];
const kinds = ["a", "b", "a", "b", "a", "b"];

/** Errors of −20 … 20 kW on steps of kind `a`, ten times that on `b`. */
function taught() {
  const learner = createBandLearner();
  for (let each = 0; each <= 40; each++) {
    // In an order of no trend.
    const i = ((each * 17) % 41) - 20;
    const came = new Map([["importKw", values.map((value, step) => value + (step % 2 === 0 ? i : 10 * i))]]);
    learnErrors(planOf(values), banded(kinds), came, learner);
  }
  return learner;
}

test("a step has the band of its kind and lead time, within what is possible; other series have none", () => {
  const plan = withBands(planOf(values), banded(kinds), taught());
  const [importKw, airKw] = plan.series;
  expect(airKw).toEqual(planOf(values).series[1]);
  const half = importKw!.high!.map((high, step) => high! - values[step]!);
  expect(half[0]).toBeGreaterThan(14);
  expect(half[0]).toBeLessThan(20);
  expect(half[1]).toBeGreaterThan(140);
  expect(importKw!.low![1]).toBeGreaterThan(0);
  expect(importKw!.low![1]).toBeLessThan(60);
  // Steps 4 and 5 are more than an hour ahead: they have a band of their own, and the last one ends at the limit.
  expect(leadBucketOf(plan, 4).id).toBe("1-4 h");
  expect(importKw!.high![5]).toBe(550);
});

test("without errors of its kind a step keeps the band it had, and a plan without any is left as it is", () => {
  const plan = planOf(values);
  expect(withBands(plan, banded(kinds), createBandLearner())).toEqual(plan);
  const other = withBands(plan, banded(["a", "c", "a", "b", "a", "b"]), taught()).series[0]!;
  expect([other.low![1], other.high![1]]).toEqual([null, null]);
  const [series, rest] = plan.series;
  const own = { ...plan, series: [{ ...series!, low: values, high: values }, rest!] };
  const kept = withBands(own, banded(["c", "c", "c", "c", "c", "c"]), taught()).series[0]!;
  expect([kept.low, kept.high]).toEqual([values, values]);
});

test("what is not known yet teaches nothing", () => {
  const learner = createBandLearner();
  const came = new Map([["importKw", [105, null]]]);
  learnErrors(planOf(values), banded(kinds), came, learner);
  expect(Object.entries(learner.learnt()).map(([kind, { errors }]) => [kind, errors])).toEqual([
    ["importKw|0-1 h|a", [5]],
  ]);
});
