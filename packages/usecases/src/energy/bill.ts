import type { EnergyParameters, TariffValues } from "./parameters.ts";
import { isInWindow, leviesAt, yearShare } from "./twin/market.ts";

/** One clock quarter-hour of the billing meters, and the day-ahead price of its hour. */
export interface MeteredQuarter {
  readonly startMs: number;
  readonly importKwh: number;
  readonly exportKwh: number;
  readonly reactiveKvarh: number;
  readonly gasKwh: number;
  readonly priceEurMwh: number;
}

/** What the meters showed in the billing year before. */
export interface BilledBefore {
  readonly peakKw?: number;
  readonly windowPeakKw?: number;
  /** Default: the typical year of the site, pro rata. */
  readonly energyMwh?: number;
}

export interface BillPart {
  readonly id: string;
  readonly title: string;
  readonly costEur: number;
  readonly paidTo: "supplier" | "gas";
}

/** A bill to the cent: the total is the sum of its parts. */
export interface Bill {
  readonly totalEur: number;
  readonly parts: readonly BillPart[];
  readonly importMwh: number;
  readonly exportMwh: number;
  readonly gasMwh: number;
  readonly peakKw: number;
  /** 0 where no quarter-hour lies in a window. */
  readonly windowPeakKw: number;
  /** Power the demand charge is on. */
  readonly chargedKw: number;
}

type Contract = Pick<EnergyParameters, "tariff" | "timeZone" | "demand">;

/**
 * The bill of one month as supplier, grid operator and gas supplier make it, from the meters and the site's tariff: energy at
 * day-ahead, fees, levies, tax, demand charge, reactive energy, feed-in and gas. Each part is rounded to the cent.
 */
export function billOf(
  quarters: readonly MeteredQuarter[],
  contract: Contract,
  before: BilledBefore = {},
): Bill {
  const { tariff, timeZone, demand } = contract;
  const startMs = quarters[0]?.startMs ?? 0;
  const sum = (of: (quarter: MeteredQuarter) => number): number =>
    quarters.reduce((total, quarter) => total + of(quarter), 0);
  const importMwh = sum(({ importKwh }) => importKwh) / 1000;
  const gasMwh = sum(({ gasKwh }) => gasKwh) / 1000;
  const levies = leviesAt(tariff, startMs);
  const beforeMwh = before.energyMwh ?? tariff.typicalYearMwh * yearShare(startMs, timeZone);
  const peakOf = (counted: (quarter: MeteredQuarter) => boolean): number =>
    quarters.reduce((peak, each) => (counted(each) ? Math.max(peak, each.importKwh * 4) : peak), 0);
  const peakKw = Math.max(
    before.peakKw ?? 0,
    peakOf(() => true),
  );
  const windowPeakKw =
    demand === "window"
      ? Math.max(
          before.windowPeakKw ?? 0,
          peakOf((each) => isInWindow(contract, each.startMs)),
        )
      : 0;
  const chargedKw = demand === "window" ? chargedInWindowKw(tariff, peakKw, windowPeakKw) : peakKw;
  const { grid, feedIn } = tariff;
  const reactiveMvarh = sum(
    ({ reactiveKvarh, importKwh }) => Math.max(0, reactiveKvarh - grid.reactiveFreeShare * importKwh) / 1000,
  );
  const soldEur = sum(
    ({ exportKwh, priceEurMwh }) =>
      (exportKwh / 1000) * Math.max(feedIn.floorEurMwh, priceEurMwh - feedIn.deductEurMwh),
  );
  const parts = [
    part(
      "energy",
      "Energy at day-ahead prices",
      sum((each) => (each.importKwh / 1000) * each.priceEurMwh),
    ),
    part("supplier", "Supplier fee", importMwh * tariff.energy.supplierFeeEurMwh),
    part("grid-energy", "Grid energy price", importMwh * grid.energyEurMwh),
    part("kwkg", "CHP levy", importMwh * levies.kwkgEurMwh),
    part("offshore", "Offshore levy", importMwh * levies.offshoreEurMwh),
    part("special-use", "Special network use", specialUseEur(tariff, levies, importMwh, beforeMwh)),
    part("concession", "Concession fee", importMwh * tariff.concessionEurMwh),
    part("tax", "Electricity tax", importMwh * tariff.electricityTaxEurMwh),
    part("demand", "Demand charge", chargedKw * demandEurPerKw(contract)),
    part("reactive", "Reactive energy", reactiveMvarh * grid.reactiveEurMvarh),
    part("feed-in", "Feed-in", -soldEur),
    part("gas", "Gas", gasMwh * tariff.gas.eurMwh, "gas"),
  ];
  return {
    totalEur: cents(parts.reduce((total, { costEur }) => total + costEur, 0)),
    parts,
    importMwh,
    exportMwh: sum(({ exportKwh }) => exportKwh) / 1000,
    gasMwh,
    peakKw,
    windowPeakKw,
    chargedKw,
  };
}

const cents = (eur: number): number => Math.round(eur * 100) / 100;

const part = (
  id: string,
  title: string,
  costEur: number,
  paidTo: BillPart["paidTo"] = "supplier",
): BillPart => ({ id, title, costEur: cents(costEur), paidTo });

/** For a month: a twelfth of the annual price, or the price of the monthly option. */
const demandEurPerKw = ({ tariff: { grid }, demand }: Contract): number =>
  demand === "month" ? grid.demandEurPerKwMonth : grid.demandEurPerKwYear / 12;

/** Inside the windows, where that is far enough below the peak of the year; never below a share of that peak. */
function chargedInWindowKw({ grid }: TariffValues, peakKw: number, windowPeakKw: number): number {
  const { minReductionKw, minReductionShare, floorShare } = grid.peakWindow;
  const reductionKw = peakKw - windowPeakKw;
  const counts = reductionKw >= minReductionKw && reductionKw >= minReductionShare * peakKw;
  return counts ? Math.max(windowPeakKw, floorShare * peakKw) : peakKw;
}

/** A high rate for the first GWh of the calendar year, a low one above. */
function specialUseEur(
  { specialUseAbove }: TariffValues,
  { specialUseEurMwh }: TariffValues["levies"][number],
  importMwh: number,
  beforeMwh: number,
): number {
  const firstMwh = Math.min(importMwh, Math.max(0, specialUseAbove.thresholdMwh - beforeMwh));
  return firstMwh * specialUseEurMwh + (importMwh - firstMwh) * specialUseAbove.eurMwh;
}
