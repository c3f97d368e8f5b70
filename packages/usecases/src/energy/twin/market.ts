import { dayMs, gridEndMs, localTime, stepStartMs, type TimeGrid } from "@qtwin/core";
import type { EnergyFacts } from "../facts.ts";
import type { DemandKind, EnergyParameters, TariffValues } from "../parameters.ts";
import { type DayAheadMessage, valueAt } from "./messages.ts";

/**
 * Day-ahead prices on the grid: published, then the published forecast, then the price of the same hour a day before.
 * Null when not even the first step has a price.
 */
export function priceFacts(grid: TimeGrid, message: DayAheadMessage): EnergyFacts["prices"] | null {
  const { days, forecast } = message;
  const published = (atMs: number): number | null =>
    days.map((day) => valueAt(day, day.eurMwh, atMs)).find((price) => price !== null) ?? null;
  const expected = (atMs: number): number | null =>
    published(atMs) ?? (forecast ? valueAt(forecast, forecast.eurMwh, atMs) : null);
  const dayAheadEurMwh: number[] = [];
  for (let step = 0; step < grid.count; step++) {
    const atMs = stepStartMs(grid, step);
    const price =
      expected(atMs) ?? expected(atMs - dayMs) ?? dayAheadEurMwh[step - dayMs / (grid.stepMin * 60_000)];
    if (price === undefined) return null;
    dayAheadEurMwh.push(price);
  }
  let knownUntilMs = grid.startMs;
  for (let step = 0; step < grid.count && published(stepStartMs(grid, step)) !== null; step++)
    knownUntilMs = stepStartMs(grid, step + 1);
  const source =
    knownUntilMs >= gridEndMs(grid) || !forecast
      ? message.source
      : `${message.source}, then ${forecast.method}`;
  return { dayAheadEurMwh, knownUntilMs, source };
}

/** Levies and fees on each kWh, demand charge and peak windows at the time of the plan. */
export function tariffFacts(grid: TimeGrid, parameters: EnergyParameters): EnergyFacts["tariff"] {
  const { tariff, timeZone, demand } = parameters;
  const { supplierFeeEurMwh } = tariff.energy;
  const { energyEurMwh } = tariff.grid;
  const levies = leviesAt(tariff, grid.startMs);
  const aboveFirstGwh =
    yearShare(grid.startMs, timeZone) * tariff.typicalYearMwh > tariff.specialUseAbove.thresholdMwh;
  const specialUse = aboveFirstGwh ? tariff.specialUseAbove.eurMwh : levies.specialUseEurMwh;
  return {
    adderEurMwh:
      supplierFeeEurMwh +
      energyEurMwh +
      levies.kwkgEurMwh +
      levies.offshoreEurMwh +
      specialUse +
      tariff.concessionEurMwh +
      tariff.electricityTaxEurMwh,
    feedInDeductionEurMwh: tariff.feedIn.deductEurMwh,
    gasEurMwh: tariff.gas.eurMwh,
    demand: demandCharge(demand, tariff),
    inWindow: Array.from({ length: grid.count }, (_, step) =>
      isInWindow(parameters, stepStartMs(grid, step)),
    ),
  };
}

/** Whether an instant lies in a peak window of the grid operator. */
export function isInWindow(
  { tariff, timeZone }: Pick<EnergyParameters, "tariff" | "timeZone">,
  atMs: number,
): boolean {
  const { months, workDaysOnly, from, to } = tariff.grid.peakWindow;
  const local = localTime(atMs, timeZone);
  const hour = local.hour + local.minute / 60;
  const isWorkDay = local.weekday >= 1 && local.weekday <= 5;
  return months.includes(local.month) && (isWorkDay || !workDaysOnly) && hour >= from && hour < to;
}

/** What one more kW costs in the month: a twelfth of the annual price, or the price of the monthly option. */
function demandCharge(kind: DemandKind, { grid }: TariffValues): EnergyFacts["tariff"]["demand"] {
  const perMonth = grid.demandEurPerKwYear / 12;
  if (kind === "month") return { kind, eurPerKw: grid.demandEurPerKwMonth, windowEurPerKw: 0 };
  if (kind === "annual") return { kind, eurPerKw: perMonth, windowEurPerKw: 0 };
  const floor = grid.peakWindow.floorShare * perMonth;
  return { kind, eurPerKw: floor, windowEurPerKw: perMonth };
}

/**
 * Peak that the rest of the billing period needs anyway: a lower one is worth nothing today. Where the peak inside the windows is charged,
 * that outside costs a fifth at most, less than the energy that a lower one would make dearer: there it is the contract.
 * @param targetKw of the plant's own demand controller
 */
export const peakFloorKw = (
  targetKw: number,
  { demand, peakFloorShare, plant }: Pick<EnergyParameters, "demand" | "peakFloorShare" | "plant">,
): number => (demand === "window" ? plant.importLimitKw : targetKw * peakFloorShare);

/** Levies in force at an instant. */
export function leviesAt(tariff: TariffValues, atMs: number): TariffValues["levies"][number] {
  const valid = tariff.levies.filter(({ validFrom }) => Date.parse(`${validFrom}T00:00:00Z`) <= atMs);
  return valid.at(-1) ?? tariff.levies[0]!;
}

/** Share of the calendar year that is over. */
export function yearShare(atMs: number, timeZone: string): number {
  const { year } = localTime(atMs, timeZone);
  const startMs = Date.UTC(year, 0, 1);
  return (atMs - startMs) / (Date.UTC(year + 1, 0, 1) - startMs);
}
