import { createBandLearner } from "@qtwin/forecast";
import { expect, test } from "vitest";
import { testPlan } from "../testing/proposals.ts";
import { countCosts, countInside, learnFromDay } from "./day-coverage.ts";

const quarterMs = 900_000;
const grid = { startMs: 4 * quarterMs, stepMin: 15, count: 6 };

/** A plan of 100 kW ± 10 from an instant on. */
function planFrom(startMs: number, values = [100, 100, 100, 100]) {
  const series = { id: "importKw", title: "", unit: "kW", nature: "planned" as const, values };
  const [low, high] = [values.map((value) => value - 10), values.map((value) => value + 10)];
  return { ...testPlan(), grid: { startMs, stepMin: 15, count: 4 }, series: [{ ...series, low, high }] };
}

test("what came is counted against the band of the plan in force at each step", () => {
  const [early, late] = [planFrom(2 * quarterMs), planFrom(6 * quarterMs)];
  const came = new Map([
    ["importKw", [100, 120, 109, 90, 89.9, null]],
    ["metalT", [1, 1, 1, 1, 1, 1]],
  ]);
  const inForce = [early, early, late, late, late, late];
  expect(countInside(grid, (step) => inForce[step]!, came)).toEqual([
    { seriesId: "importKw", steps: 5, inside: 3 },
  ]);
  expect(countInside(grid, () => null, came)).toEqual([]);
});

test("only steps of the day that count teach, each by its own lead time", () => {
  const learner = createBandLearner();
  const plan = planFrom(2 * quarterMs);
  const banded = [{ id: "importKw", kinds: ["a", "b", "c", "d"], min: 0, max: 1000 }];
  const came = new Map([["importKw", [101, 102, 103, 104, 105, 106]]]);
  learnFromDay(grid, [{ plan, banded, counts: (step) => step > 0 }], came, learner);
  expect(Object.entries(learner.learnt()).map(([kind, { errors }]) => [kind, errors])).toEqual([
    ["importKw|0-1 h|d", [2]],
  ]);
});

test("costs are counted prediction by prediction", () => {
  const predicted = {
    fromMs: 0,
    untilMs: 1,
    p10Eur: 90,
    p50Eur: 100,
    p90Eur: 110,
    kind: "",
    halfBandEur: 10,
  };
  const costs = [90, 110.1, 100, 50].map((actualEur) => ({ predicted, actualEur }));
  expect(countCosts(costs)).toEqual({ seriesId: "dayCost", steps: 4, inside: 2 });
});
