import { createBandLearner } from "@qtwin/forecast";
import { expect, test } from "vitest";
import { learnDayCost } from "../plan-bands.ts";
import { costCame, dayCost, meteredEur, stepsOfDay } from "./day-cost.ts";
import { exampleFacts, exampleParameters } from "./example-facts.ts";
import { dispatchOf } from "./plan.ts";
import { baseline } from "./use-case.ts";

const facts = exampleFacts();
const plan = baseline(facts);
const steps = stepsOfDay(facts);

test("the meters bill energy at its price, and a peak only above what is paid for anyway", () => {
  const flat = (kw: number): number[] => facts.prices.dayAheadEurMwh.map(() => kw);
  const eur = (importKw: number): number =>
    meteredEur(facts, { importKw: flat(importKw), exportKw: flat(0), gasKw: flat(0) }, 4);
  const paidKw = Math.max(facts.peak.soFarKw, facts.peak.floorKw);
  const perKw = eur(1);
  expect(eur(paidKw)).toBeCloseTo(paidKw * perKw, 6);
  expect(eur(paidKw + 10)).toBeCloseTo((paidKw + 10) * perKw + 10 * facts.tariff.demand.eurPerKw, 6);
});

test("the band holds the cost of the plan itself, and the seed decides it", () => {
  const band = dayCost(facts, plan, createBandLearner(), 3);
  const plannedEur = meteredEur(facts, dispatchOf(facts, plan), steps);
  expect(band.p10Eur).toBeLessThan(plannedEur);
  expect(band.p90Eur).toBeGreaterThan(plannedEur);
  expect(dayCost(facts, plan, createBandLearner(), 3)).toEqual(band);
  expect(band.untilMs).toBe(facts.grid.startMs + steps * facts.grid.stepMin * 60_000);
});

test("days that cost more than said move the band up", () => {
  const learner = createBandLearner();
  const before = dayCost(facts, plan, learner, 3);
  for (let day = 0; day < 28; day++) learnDayCost(learner, before, before.p50Eur + 100 + day);
  const after = dayCost(facts, plan, learner, 3);
  expect(after.p50Eur).toBe(before.p50Eur);
  expect(after.p10Eur).toBeGreaterThan(before.p50Eur + 90);
  expect(after.p90Eur).toBeLessThan(before.p50Eur + 130);
});

test("what a stretch cost is read from meters and published prices, a running quarter-hour by what is left of it", async () => {
  const startMs = Date.UTC(2023, 4, 9, 8);
  const rates: Record<string, number> = {
    "meter.importKwh": 2000,
    "meter.exportKwh": 0,
    "hvac.gasKwh": 0,
    "meter.quarterPeakKw": 2900,
    "demand.targetKw": 2950,
  };
  const day = {
    startMs: startMs - 8 * 3_600_000,
    stepMin: 60,
    eurMwh: Array.from({ length: 24 }, () => 100),
  };
  const published = { zone: "DE", source: "ENTSO-E day-ahead", days: [day] };
  const history = {
    means: async (pointId: string, { count }: { count: number }) =>
      Array.from({ length: count }, () => rates[pointId] ?? null),
    values: async () => [{ atMs: startMs, value: published }],
  };
  const parameters = exampleParameters();
  const eur = (fromMs: number) => costCame(history, parameters, fromMs, startMs + 3_600_000);
  // 2 MWh at 100 EUR/MWh and the adder of May 2023.
  expect(await eur(startMs)).toBeCloseTo(2 * (100 + 24.58), 6);
  expect(await eur(startMs + 300_000)).toBeCloseTo((2 * (100 + 24.58) * 55) / 60, 6);
  const silent = { ...history, values: async () => [] };
  expect(await costCame(silent, parameters, startMs, startMs + 3_600_000)).toBeNull();
});
