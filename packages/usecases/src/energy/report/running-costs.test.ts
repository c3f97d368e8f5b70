import { expect, test } from "vitest";
import { billOf, type MeteredQuarter } from "../bill.ts";
import type { DemandKind, EnergyParameters } from "../parameters.ts";
import { monthBills, runningCosts } from "./running-costs.ts";

/** 3 + 10 + 3 + 6 + 1.4 + 1.1 + 0.5: 25 EUR/MWh on top of the price. */
const tariff = {
  energy: { supplierFeeEurMwh: 3 },
  grid: {
    energyEurMwh: 10,
    demandEurPerKwYear: 120,
    demandEurPerKwMonth: 22,
    reactiveFreeShare: 0.4,
    reactiveEurMvarh: 11,
    peakWindow: { months: [], from: 17, to: 19, workDaysOnly: true, floorShare: 0.2 },
  },
  levies: [{ validFrom: "2022-01-01", kwkgEurMwh: 3, offshoreEurMwh: 6, specialUseEurMwh: 1.4 }],
  specialUseAbove: { thresholdMwh: 1e9, eurMwh: 0.5 },
  concessionEurMwh: 1.1,
  electricityTaxEurMwh: 0.5,
  feedIn: { deductEurMwh: 3, floorEurMwh: 0 },
  gas: { eurMwh: 60 },
  typicalYearMwh: 1,
};
const contract = (demand: DemandKind) =>
  ({ tariff, timeZone: "Europe/Berlin", demand }) as unknown as EnergyParameters;

const day = (fromMs: number, importKwh: number, more: Partial<MeteredQuarter> = {}) => ({
  fromMs,
  quarters: [
    {
      startMs: fromMs,
      importKwh,
      exportKwh: 0,
      reactiveKvarh: 0,
      gasKwh: 0,
      priceEurMwh: 75,
      ...more,
    },
  ],
});
const may30 = Date.UTC(2023, 4, 29, 22);
const dayMs = 86_400_000;

test("a day pays for its energy, its gas, and only what it adds to the peak that is charged already", () => {
  const days = [
    day(may30, 500),
    day(may30 + dayMs, 600, { gasKwh: 1000, exportKwh: 100 }),
    day(may30 + 2 * dayMs, 400),
  ];
  const [first, second, third] = runningCosts(days, contract("annual"), { peakKw: 1900 });
  // 0.5 MWh at 75 + 25; 2,000 kW are 100 kW above the register, at a twelfth of 120 EUR/kW.
  expect(first).toMatchObject({ energyEur: 50, gasEur: 0, demandEur: 1000, totalEur: 1050, peakKw: 2000 });
  expect(first!.demandToDateEur).toBe(20_000);
  // 60 less 0.1 MWh fed in at 72; 1 MWh gas; 400 kW more.
  expect(second!.energyEur).toBeCloseTo(60 - 7.2, 9);
  expect(second).toMatchObject({ gasEur: 60, demandEur: 4000, chargedKw: 2400 });
  expect(third).toMatchObject({ demandEur: 0, chargedKw: 2400, peakKw: 1600 });
});

test("a monthly peak begins anew with the month, a yearly one with the year", () => {
  // 30 and 31 May, 1 June.
  const overMay = [day(may30, 500), day(may30 + dayMs, 500), day(may30 + 2 * dayMs, 300)];
  expect(runningCosts(overMay, contract("month")).map(({ demandEur }) => demandEur)).toEqual([
    44_000, 0, 26_400,
  ]);
  const newYear = Date.UTC(2023, 11, 30, 23);
  const overYear = [day(newYear, 500), day(newYear + dayMs, 300)];
  expect(runningCosts(overYear, contract("annual")).map(({ demandEur }) => demandEur)).toEqual([
    20_000, 12_000,
  ]);
});

test("the register of the meter counts for no new month where the peak is a monthly one", () => {
  const [first] = runningCosts([day(Date.UTC(2023, 4, 31, 22), 300)], contract("month"), { peakKw: 5000 });
  expect(first!.chargedKw).toBe(1200);
});

test("a month is billed over all its quarter-hours, with the peak it began with", () => {
  const days = [day(may30, 500), day(may30 + dayMs, 600), day(may30 + 2 * dayMs, 400)];
  const months = monthBills(days, contract("annual"), { peakKw: 1900 });
  expect(months.map(({ quarters }) => quarters)).toEqual([2, 1]);
  const quarters = days.slice(0, 2).flatMap((each) => each.quarters);
  expect(months[0]!.bill).toEqual(
    billOf(quarters, contract("annual"), { peakKw: 1900, energyMwh: 148.9583333333333 / 365 }),
  );
  // 1.1 MWh at 100, and the demand charge of a month on 2,400 kW.
  expect(months[0]!.bill.totalEur).toBe(110 + 24_000);
  expect(months[1]!.bill.chargedKw).toBe(2400);
});

test("a day without quarter-hours costs nothing and changes nothing", () => {
  const nothing = { fromMs: may30, quarters: [] };
  const [first, second] = runningCosts([nothing, day(may30 + dayMs, 500)], contract("annual"), {
    peakKw: 2000,
  });
  expect(first).toMatchObject({ totalEur: 0, quarters: 0, importKwh: 0 });
  expect(second).toMatchObject({ totalEur: 50, demandEur: 0 });
});
