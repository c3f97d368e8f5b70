import type { Kpi, PastPeriod, RecordReader } from "../contract.ts";
import type { EnergyParameters } from "./parameters.ts";
import { pastPrices } from "./report/past-prices.ts";
import { tariffFacts } from "./twin/market.ts";

type Values = readonly (number | null)[];

/** Sum over the steps where both are known; null when nothing is. */
function sumOf(count: number, of: (step: number) => number | null): number | null {
  const known = Array.from({ length: count }, (_, step) => of(step)).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

/** What importing this much would cost at the period's prices: energy, fees and levies. */
function importEur(
  importKwh: (step: number) => number | null,
  prices: Values,
  adderEurMwh: number,
): number | null {
  return sumOf(prices.length, (step) => {
    const energyKwh = importKwh(step);
    const price = prices[step] ?? null;
    return energyKwh === null || price === null ? null : (energyKwh * (price + adderEurMwh)) / 1000;
  });
}

/**
 * Use and cost of a past stretch from the counters of the main meter: energy and levies, feed-in, and the demand
 * charge on what its highest quarter-hour adds to the peak before it. Beside them the same of plan and baseline.
 */
export async function settle(
  history: RecordReader,
  parameters: EnergyParameters,
  period: PastPeriod,
): Promise<readonly Kpi[]> {
  const { grid } = period;
  const stepH = grid.stepMin / 60;
  const tariff = tariffFacts(grid, parameters);
  const { eurMwh: prices } = await pastPrices(history, grid);
  const [importKw, exportKw, peakBefore] = await Promise.all([
    history.means("meter.importKwh", grid),
    history.means("meter.exportKwh", grid),
    history.means("meter.quarterPeakKw", {
      ...grid,
      startMs: grid.startMs - grid.stepMin * 60_000,
      count: 1,
    }),
  ]);
  const energy = (values: Values) => (step: number) => {
    const powerKw = values[step] ?? null;
    return powerKw === null ? null : powerKw * stepH;
  };
  const measuredOnly = (values: Values): Values =>
    values.map((value, step) => ((importKw[step] ?? null) === null ? null : value));
  const plannedKw = measuredOnly(period.planned("importKw"));
  const nativeKw = measuredOnly(period.withoutPlan("importKw")).map((value, step) =>
    (plannedKw[step] ?? null) === null ? null : value,
  );
  const peakKw = Math.max(...importKw.map((value) => value ?? 0));
  const addedKw = Math.max(0, peakKw - (peakBefore[0] ?? peakKw));
  const realisedEur = importEur(energy(importKw), prices, tariff.adderEurMwh);
  const whilePlanned = importKw.map((value, step) => ((plannedKw[step] ?? null) === null ? null : value));
  const plannedKwh = sumOf(grid.count, energy(plannedKw));
  const measuredKwh = sumOf(grid.count, energy(whilePlanned));
  const figures: readonly [string, string, number | null, string][] = [
    ["importKwh", "Bought", sumOf(grid.count, energy(importKw)), "kWh"],
    ["exportKwh", "Fed in", sumOf(grid.count, energy(exportKw)), "kWh"],
    ["peakKw", "Highest quarter-hour", peakKw > 0 ? peakKw : null, "kW"],
    ["energyEur", "Energy, fees and levies", realisedEur, "EUR"],
    ["demandEur", "Peak above the peak so far", peakKw > 0 ? addedKw * tariff.demand.eurPerKw : null, "EUR"],
    ["plannedImportKwh", "Bought, as planned", plannedKwh, "kWh"],
    [
      "energyWhilePlannedEur",
      "Energy while a plan was in force",
      importEur(energy(whilePlanned), prices, tariff.adderEurMwh),
      "EUR",
    ],
    [
      "plannedEnergyEur",
      "Energy, as planned",
      importEur(energy(plannedKw), prices, tariff.adderEurMwh),
      "EUR",
    ],
    [
      "nativeEnergyEur",
      "Energy, without the plan",
      importEur(energy(nativeKw), prices, tariff.adderEurMwh),
      "EUR",
    ],
    ["predictionErrorPct", "Error of the planned import", errorPct(plannedKwh, measuredKwh), "%"],
  ];
  return figures.flatMap(([id, title, value, unit]) => (value === null ? [] : [{ id, title, value, unit }]));
}

const errorPct = (plannedKwh: number | null, measuredKwh: number | null): number | null =>
  plannedKwh === null || measuredKwh === null || measuredKwh === 0
    ? null
    : (100 * Math.abs(plannedKwh - measuredKwh)) / measuredKwh;
