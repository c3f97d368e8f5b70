import { expect, test } from "vitest";
import { demandKinds, type EnergyParameters } from "./parameters.ts";
import { settle } from "./settle.ts";

const startMs = Date.UTC(2023, 4, 8, 22);
const grid = { startMs, stepMin: 15, count: 4 };
const day = { deliveryDay: "2023-05-09", publishedAtMs: startMs, startMs, stepMin: 60, eurMwh: [100, 50] };
const message = { ts: startMs, zone: "DE", source: "synthetic", days: [day] };
const tariff = {
  energy: { supplierFeeEurMwh: 3 },
  grid: {
    energyEurMwh: 10,
    demandEurPerKwYear: 120,
    demandEurPerKwMonth: 22,
    peakWindow: { months: [], from: 17, to: 19, workDaysOnly: true, floorShare: 0.2 },
  },
  levies: [{ validFrom: "2023-01-01", kwkgEurMwh: 3, offshoreEurMwh: 6, specialUseEurMwh: 1.4 }],
  specialUseAbove: { thresholdMwh: 1e9, eurMwh: 0.5 },
  concessionEurMwh: 1.1,
  electricityTaxEurMwh: 0.5,
  feedIn: { deductEurMwh: 3 },
  gas: { eurMwh: 60 },
  typicalYearMwh: 1,
};
const parameters = {
  tariff,
  timeZone: "Europe/Berlin",
  demand: demandKinds[0],
} as unknown as EnergyParameters;
const means: Record<string, readonly (number | null)[]> = {
  "meter.importKwh": [1000, 2000, null, 1000],
  "meter.exportKwh": [0, 0, 0, 0],
  "meter.quarterPeakKw": [1900],
};
const history = {
  means: async (pointId: string) => means[pointId]!,
  values: async () => [{ atMs: startMs, value: message }],
};
const adderEurMwh = 3 + 10 + 3 + 6 + 1.4 + 1.1 + 0.5;

test("a past hour is settled from its counters, beside plan and baseline", async () => {
  const kpis = await settle(history, parameters, {
    grid,
    planned: () => [1100, 1900, 500, null],
    withoutPlan: () => [1200, 2200, 500, null],
  });
  const of = (id: string) => kpis.find((kpi) => kpi.id === id)?.value;
  expect(of("importKwh")).toBe(1000);
  expect(of("peakKw")).toBe(2000);
  expect(of("energyEur")).toBeCloseTo((1000 * (100 + adderEurMwh)) / 1000, 9);
  expect(of("demandEur")).toBeCloseTo(100 * 10, 9);
  // Only the two quarters count in which both meter and plan are known.
  expect(of("plannedImportKwh")).toBe(750);
  expect(of("predictionErrorPct")).toBe(0);
  expect(of("nativeEnergyEur")).toBeCloseTo((850 * (100 + adderEurMwh)) / 1000, 9);
});

test("without prices there is energy but no money", async () => {
  const none = { ...history, values: async () => [] };
  const period = { grid, planned: () => [], withoutPlan: () => [] };
  const ids = (await settle(none, parameters, period)).map((kpi) => kpi.id);
  expect(ids).toContain("importKwh");
  expect(ids).not.toContain("energyEur");
  expect(ids).not.toContain("predictionErrorPct");
});
