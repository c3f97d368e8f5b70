import { dayMs, instantOfLocal, localTime } from "@qtwin/core";
import { dayPlanAt, within } from "../physics/calendar.ts";
import { plant, tariff } from "../plant-data.ts";
import type { BlockRecord, QuarterRecord } from "./record.ts";

/** On which peak the grid operator charges: of the year (in twelfths), of the month, or inside the peak windows. */
export const demandVariants = ["annual", "month", "window"] as const;
export type DemandVariant = (typeof demandVariants)[number];

export interface BillOptions {
  readonly variant: DemandVariant;
  /** Price of the zone at an instant: `market.priceEurMwh`. */
  readonly priceEurMwh: (atMs: number) => number;
  /** Highest quarter-hours of the billing year before the block. */
  readonly peakSoFarKw?: number;
  readonly windowPeakSoFarKw?: number;
  /** Energy of the calendar year before the block; default: the typical year, pro rata. */
  readonly energySoFarMwh?: number;
}

export interface BillPart {
  readonly id: string;
  readonly title: string;
  readonly costEur: number;
  /** `supplier`: on the electricity bill; `gas`: on the gas bill; `plant`: a cost no bill shows. */
  readonly paidTo: "supplier" | "gas" | "plant";
}

/** A bill to the cent: the total is the sum of its parts. */
export interface Bill {
  readonly variant: DemandVariant;
  readonly totalEur: number;
  readonly parts: readonly BillPart[];
  readonly importMwh: number;
  readonly exportMwh: number;
  readonly gasMwh: number;
  readonly peakKw: number;
  /** 0 where the block has no quarter-hour inside a window. */
  readonly windowPeakKw: number;
  /** Power the demand charge is on. */
  readonly chargedKw: number;
  /** Location mean; reported, priced 0. */
  readonly carbonT: number;
}

const toCents = (eur: number): number => Math.round(eur * 100) / 100;

/** Levies of the year a block begins in. */
function leviesAt(atMs: number): (typeof tariff.levies)[number] {
  const date = new Date(atMs).toISOString().slice(0, 10);
  const valid = tariff.levies.filter((entry) => entry.validFrom <= date);
  return valid.at(-1) ?? tariff.levies[0]!;
}

function energySoFar(startMs: number): number {
  const { year } = localTime(startMs, plant.timeZone);
  const days = (startMs - instantOfLocal(plant.timeZone, year, 1, 1)) / dayMs;
  return (tariff.typicalYearMwh * days) / 365;
}

/** Special network use: a high rate for the first GWh of the calendar year, a low one above. */
function specialUseEur(importMwh: number, beforeMwh: number, rate: number): number {
  const { thresholdMwh, eurMwh } = tariff.specialUseAbove;
  const firstMwh = Math.min(importMwh, Math.max(0, thresholdMwh - beforeMwh));
  return firstMwh * rate + (importMwh - firstMwh) * eurMwh;
}

function isInWindow(quarter: QuarterRecord): boolean {
  const noOutage = { furnaces: { f1: { outage: null }, f2: { outage: null } } };
  return within(dayPlanAt(noOutage, quarter.startMs).windows, quarter.startMs);
}

const peakOf = (quarters: readonly QuarterRecord[]): number =>
  quarters.reduce((peak, quarter) => Math.max(peak, quarter.importKwh * 4), 0);

/**
 * Power the demand charge is on. Peak window: the highest quarter-hour inside the windows, if it is far enough below the peak
 * of the year, and never less than a share of that peak.
 */
export function chargedKw(variant: DemandVariant, peakKw: number, windowPeakKw: number): number {
  if (variant !== "window") return peakKw;
  const rules = tariff.grid.peakWindow;
  const reductionKw = peakKw - windowPeakKw;
  if (reductionKw < rules.minReductionKw || reductionKw < rules.minReductionShare * peakKw) return peakKw;
  return Math.max(windowPeakKw, rules.floorShare * peakKw);
}

/** EUR per kW for a block, which counts as one month. */
export function demandRateEurPerKw(variant: DemandVariant): number {
  return variant === "month" ? tariff.grid.demandEurPerKwMonth : tariff.grid.demandEurPerKwYear / 12;
}

interface Sums {
  importMwh: number;
  exportMwh: number;
  gasMwh: number;
  marketEur: number;
  feedInEur: number;
  reactiveMvarh: number;
}

function sumUp(quarters: readonly QuarterRecord[], priceEurMwh: (atMs: number) => number): Sums {
  const sums: Sums = { importMwh: 0, exportMwh: 0, gasMwh: 0, marketEur: 0, feedInEur: 0, reactiveMvarh: 0 };
  for (const quarter of quarters) {
    const price = priceEurMwh(quarter.startMs);
    sums.importMwh += quarter.importKwh / 1000;
    sums.exportMwh += quarter.exportKwh / 1000;
    sums.gasMwh += quarter.gasKwh / 1000;
    sums.marketEur += (quarter.importKwh / 1000) * price;
    const feedIn = Math.max(tariff.feedIn.floorEurMwh, price - tariff.feedIn.deductEurMwh);
    sums.feedInEur += (quarter.exportKwh / 1000) * feedIn;
    const free = tariff.grid.reactiveFreeShare * quarter.importKwh;
    sums.reactiveMvarh += Math.max(0, quarter.reactiveKvarh - free) / 1000;
  }
  return sums;
}

/**
 * Bills a block as one month: energy at day-ahead, fees, levies, concession, tax, demand charge, reactive energy, feed-in, gas,
 * and what no bill shows (battery wear, corrected heats, a waiting line). The formula stands in the README.
 */
export function billBlock(record: BlockRecord, options: BillOptions): Bill {
  const sums = sumUp(record.quarters, options.priceEurMwh);
  const { importMwh } = sums;
  const levies = leviesAt(record.startMs);
  const before = options.energySoFarMwh ?? energySoFar(record.startMs);
  const peakKw = Math.max(options.peakSoFarKw ?? 0, peakOf(record.quarters));
  const inside = options.variant === "window" ? record.quarters.filter(isInWindow) : [];
  const windowPeakKw = Math.max(options.windowPeakSoFarKw ?? 0, peakOf(inside));
  const demandKw = chargedKw(options.variant, peakKw, windowPeakKw);
  const part = (
    id: string,
    title: string,
    eur: number,
    paidTo: BillPart["paidTo"] = "supplier",
  ): BillPart => ({
    id,
    title,
    costEur: toCents(eur),
    paidTo,
  });
  const parts = [
    part("energy", "Energy at day-ahead prices", sums.marketEur),
    part("supplier", "Supplier fee", importMwh * tariff.energy.supplierFeeEurMwh),
    part("grid-energy", "Grid energy price", importMwh * tariff.grid.energyEurMwh),
    part("kwkg", "CHP levy", importMwh * levies.kwkgEurMwh),
    part("offshore", "Offshore levy", importMwh * levies.offshoreEurMwh),
    part("special-use", "Special network use", specialUseEur(importMwh, before, levies.specialUseEurMwh)),
    part("concession", "Concession fee", importMwh * tariff.concessionEurMwh),
    part("tax", "Electricity tax", importMwh * tariff.electricityTaxEurMwh),
    part("demand", "Demand charge", demandKw * demandRateEurPerKw(options.variant)),
    part("reactive", "Reactive energy", sums.reactiveMvarh * tariff.grid.reactiveEurMvarh),
    part("feed-in", "Feed-in", -sums.feedInEur),
    part("gas", "Gas", sums.gasMwh * tariff.gas.eurMwh, "gas"),
    part("wear", "Battery wear", (record.dischargeKwh / 1000) * plant.battery.wearEurPerMwh, "plant"),
    part("correction", "Corrected heats", record.corrections * correctionEur, "plant"),
    part("pour-wait", "Waiting line", record.pourWaitMin * plant.production.pourWaitEurPerMin, "plant"),
  ];
  return {
    variant: options.variant,
    totalEur: toCents(parts.reduce((sum, item) => sum + item.costEur, 0)),
    parts,
    importMwh,
    exportMwh: sums.exportMwh,
    gasMwh: sums.gasMwh,
    peakKw,
    windowPeakKw,
    chargedKw: demandKw,
    carbonT: importMwh * tariff.carbon.gridTPerMwh + sums.gasMwh * tariff.gas.co2TPerMwh,
  };
}

const correctionEur = plant.furnace.correctionEurPerT * plant.production.heatTonnes;

/** What one more kWh costs on the mean of a block, without demand charge, EUR/MWh. */
export function meanEnergyEurMwh(bill: Bill): number {
  const demandless = bill.parts
    .filter((item) => item.paidTo === "supplier" && item.id !== "demand" && item.id !== "feed-in")
    .reduce((sum, item) => sum + item.costEur, 0);
  return bill.importMwh === 0 ? 0 : demandless / bill.importMwh;
}
