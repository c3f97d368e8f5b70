import { sumUncertainty } from "@qtwin/forecast";
import { expect, test } from "vitest";
import type { ReportPeriod } from "../../reporting.ts";
import { exampleParameters } from "../example-facts.ts";
import type { PastSteps } from "./past-steps.ts";
import { hourlyKw, leastHours, verify } from "./verification.ts";

/** Two local days in May, with the example plant's tariff. */
const parameters = exampleParameters();
const startMs = Date.UTC(2023, 4, 8, 22);
const quarterMs = 900_000;
const count = 192;
const grid = { startMs, stepMin: 15, count };
const days = [0, 1].map((day) => ({
  name: `2023-05-${day + 9}`,
  fromMs: startMs + day * 96 * quarterMs,
  untilMs: startMs + (day + 1) * 96 * quarterMs,
}));
const row = (of: (step: number) => number | null) => Array.from({ length: count }, (_, step) => of(step));

/** Metered 1,000 kW all the time, 100 EUR/MWh, a peak before that nothing here reaches. */
const past = (importKwh: (step: number) => number | null = () => 250): PastSteps => ({
  grid,
  importKwh: row(importKwh),
  pricesEurMwh: row(() => 100),
  priceSources: ["test"],
  quarters: row(importKwh).map((kwh, step) =>
    kwh === null
      ? null
      : {
          startMs: startMs + step * quarterMs,
          importKwh: kwh,
          exportKwh: 0,
          reactiveKvarh: 500,
          gasKwh: 0,
          priceEurMwh: 100,
        },
  ),
  pouredT: row(() => 1),
  meltKwh: row(() => 100),
  before: { peakKw: 5000 },
});

const period = (parts: {
  baselineKw: (step: number) => number | null;
  planKw?: (step: number) => number | null;
  untouched: (step: number) => boolean;
}): ReportPeriod => {
  const series = (of: (step: number) => number | null) => (id: string) =>
    id === "importKw" ? row(of) : row(() => 0);
  return {
    grid,
    days,
    planned: series(() => null),
    withoutPlan: series(parts.baselineKw),
    proposed: series(parts.planKw ?? (() => null)),
    untouched: Array.from({ length: count }, (_, step) => parts.untouched(step)),
  };
};

/** What one more MWh costs here, by the tariff file of the example. */
function eurPerMwh(): number {
  const { tariff } = parameters;
  const [levies] = tariff.levies.filter(({ validFrom }) => validFrom.startsWith("2023"));
  const { kwkgEurMwh, offshoreEurMwh, specialUseEurMwh } = levies!;
  // The example year is 12.9 GWh: by May the first GWh is over.
  expect(tariff.typicalYearMwh).toBeGreaterThan(3 * tariff.specialUseAbove.thresholdMwh);
  expect(specialUseEurMwh).toBeGreaterThan(tariff.specialUseAbove.eurMwh);
  const fees = tariff.energy.supplierFeeEurMwh + tariff.grid.energyEurMwh + tariff.specialUseAbove.eurMwh;
  return 100 + fees + kwkgEurMwh + offshoreEurMwh + tariff.concessionEurMwh + tariff.electricityTaxEurMwh;
}

test("the saving is the baseline less the meters where plans were in force, freed of the model's bias elsewhere", () => {
  // First day untouched: the model says 900 and 980 kW in turn, hour by hour, for 1,000. Second day: 1,200 kW without a plan.
  const found = verify(
    period({
      baselineKw: (step) => (step >= 96 ? 1200 : Math.floor(step / 4) % 2 === 0 ? 900 : 980),
      untouched: (step) => step < 96,
    }),
    past(),
    parameters,
  );
  expect(found.untouchedHours).toBe(24);
  // Errors 100 and 20 by turns: mean 60; squares 5,200 on the mean; 23 degrees of freedom.
  expect(found.error).toMatchObject({ count: 24, autocorrelation: 0 });
  expect(found.error!.mean).toBeCloseTo(1000, 9);
  expect(found.error!.bias).toBeCloseTo(60, 9);
  expect(found.error!.nmbe).toBeCloseTo((24 * 60) / (23 * 1000), 12);
  expect(found.error!.cvRmse).toBeCloseTo(Math.sqrt((24 * 5200) / 23) / 1000, 12);
  // 200 kW for a day; reactive energy is in neither course.
  const { saving, adjusted } = found;
  expect(saving!.savingEur).toBeCloseTo(4.8 * eurPerMwh(), 1);
  expect(saving!.compared).toEqual([0, 96]);
  expect(saving!.avoidedPeakKw).toBe(0);
  expect(adjusted!.savingEur - saving!.savingEur).toBeCloseTo(1.44 * eurPerMwh(), 6);
  expect(adjusted!.uncertaintyEur).toBeCloseTo((sumUncertainty(found.error!, 24) * eurPerMwh()) / 1000, 6);
});

test("a peak that a plan avoided counts once, above the peak before", () => {
  const baselineKw = (step: number): number => (step % 96 === 40 ? 5200 : 1000);
  const { saving } = verify(period({ baselineKw, untouched: () => false }), past(), parameters);
  expect(saving!.avoidedPeakKw).toBe(200);
  const { demandEurPerKwYear } = parameters.tariff.grid;
  const energyEur = (2 * 4.2 * eurPerMwh()) / 4;
  expect(saving!.savingEur).toBeCloseTo((200 * demandEurPerKwYear) / 12 + energyEur, 1);
  expect(saving!.otherwise.map(({ demandEur }) => demandEur)).toEqual([(200 * demandEurPerKwYear) / 12, 0]);
});

test("what is not metered or has no baseline is compared with nothing, and too few hours say nothing of the model", () => {
  const { saving, error, untouchedHours, adjusted } = verify(
    period({ baselineKw: (step) => (step < 50 ? null : 1000), untouched: (step) => step < 120 }),
    past((step) => (step >= 150 ? null : 250)),
    parameters,
  );
  expect(saving!.compared).toEqual([0, 30]);
  expect(saving!.savingEur).toBe(0);
  // Steps 52 … 119 are 17 whole hours.
  expect([error, untouchedHours, adjusted]).toEqual([null, 17, null]);
  expect(untouchedHours).toBeLessThan(leastHours);
});

test("in shadow nothing was saved, and what would have been is plan against baseline, both by the model", () => {
  const found = verify(
    period({ baselineKw: () => 1000, planKw: () => 900, untouched: () => true }),
    past(() => 300),
    parameters,
  );
  expect([found.saving, found.adjusted]).toEqual([null, null]);
  expect(found.proposed!.savingEur).toBeCloseTo(4.8 * eurPerMwh(), 1);
  expect(found.error!.bias).toBeCloseTo(200, 9);
});

test("a day on which a plan came into force is none of the days on which plans were only shown", () => {
  const { proposed } = verify(
    period({ baselineKw: () => 1000, planKw: () => 900, untouched: (step) => step < 120 }),
    past(),
    parameters,
  );
  expect(proposed!.compared).toEqual([96, 0]);
});

test("an hour is known when its four quarters are", () => {
  expect(hourlyKw([1, 2, 3, 4, 5, null, 7, 8, 9], 15)).toEqual([10, null]);
});
