import { stepStartMs, type TimeGrid } from "@qtwin/core";
import type { PastReader } from "../../reporting.ts";
import type { BilledBefore, MeteredQuarter } from "../bill.ts";
import type { EnergyParameters } from "../parameters.ts";
import { pastPrices } from "./past-prices.ts";

type Values = readonly (number | null)[];

/** Quarter-hours of the past as meters and messages tell them; null where they do not. */
export interface PastSteps {
  readonly grid: TimeGrid;
  /** Bought, kWh; known without a price as well. */
  readonly importKwh: Values;
  readonly pricesEurMwh: Values;
  readonly priceSources: readonly string[];
  /** What can be billed: all meters and the price are known. */
  readonly quarters: readonly (MeteredQuarter | null)[];
  /** Metal poured, t. */
  readonly pouredT: Values;
  /** Into the melting furnaces, kWh. */
  readonly meltKwh: Values;
  /** What the main meter's own register held before the first step. */
  readonly before: BilledBefore;
}

export async function readPastSteps(
  history: PastReader,
  { furnaceIds, demand }: EnergyParameters,
  grid: TimeGrid,
): Promise<PastSteps> {
  const [importKwh, exportKwh, reactiveKvarh, gasKwh, prices, pourTph, peakKw, windowPeakKw, ...melted] =
    await Promise.all([
      history.counted("meter.importKwh", grid),
      history.counted("meter.exportKwh", grid),
      history.counted("meter.reactiveKvarh", grid),
      history.counted("hvac.gasKwh", grid),
      pastPrices(history, grid),
      history.means("line.pourTph", grid),
      registerBefore(history, "meter.quarterPeakKw", grid),
      registerBefore(history, "meter.windowPeakKw", grid),
      ...furnaceIds.map((id) => history.counted(`${id}.energyKwh`, grid)),
    ]);
  const quarters = Array.from({ length: grid.count }, (_, step): MeteredQuarter | null => {
    const metered = [importKwh, exportKwh, reactiveKvarh, gasKwh, prices.eurMwh].map(
      (all) => all[step] ?? null,
    );
    if (metered.includes(null)) return null;
    const [bought, fedIn, reactive, gas, priceEurMwh] = metered as readonly number[];
    return {
      startMs: stepStartMs(grid, step),
      importKwh: bought!,
      exportKwh: fedIn!,
      reactiveKvarh: reactive!,
      gasKwh: gas!,
      priceEurMwh: priceEurMwh!,
    };
  });
  return {
    grid,
    importKwh,
    pricesEurMwh: prices.eurMwh,
    priceSources: prices.sources,
    quarters,
    pouredT: pourTph.map((tph) => (tph === null ? null : (tph * grid.stepMin) / 60)),
    meltKwh: Array.from({ length: grid.count }, (_, step) =>
      sumOrNull(melted.map((all) => all[step] ?? null)),
    ),
    before: {
      ...(peakKw === null ? {} : { peakKw }),
      ...(windowPeakKw === null || demand !== "window" ? {} : { windowPeakKw }),
    },
  };
}

async function registerBefore(history: PastReader, pointId: string, grid: TimeGrid): Promise<number | null> {
  const startMs = grid.startMs - grid.stepMin * 60_000;
  return (await history.means(pointId, { ...grid, startMs, count: 1 }))[0] ?? null;
}

/** Null as soon as one is not known. */
export const sumOrNull = (values: Values): number | null =>
  values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0);

/** Sum over the steps that are known, and of how many. */
export function knownSum(values: Values): { readonly sum: number; readonly count: number } {
  const known = values.filter((value) => value !== null);
  return { sum: known.reduce((sum, value) => sum + value, 0), count: known.length };
}
