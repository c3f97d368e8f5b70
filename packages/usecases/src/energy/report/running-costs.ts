import { localTime } from "@qtwin/core";
import { type Bill, type BilledBefore, billOf, type MeteredQuarter } from "../bill.ts";
import type { EnergyParameters } from "../parameters.ts";
import { yearShare } from "../twin/market.ts";

type Contract = Pick<EnergyParameters, "tariff" | "timeZone" | "demand">;

/** Quarter-hours of one local day that can be billed. */
export interface BilledDay {
  readonly fromMs: number;
  readonly quarters: readonly MeteredQuarter[];
}

/** What a day adds to the bill; each part is rounded to the cent, so that a month need not be the sum of its days to the cent. */
export interface DayCost {
  /** Energy, fees, levies, tax, reactive energy, less what was fed in. */
  readonly energyEur: number;
  readonly gasEur: number;
  /** Demand charge on what this day adds to the peak that is charged already; never a charge per day. */
  readonly demandEur: number;
  readonly totalEur: number;
  readonly importKwh: number;
  /** Highest quarter-hour of the day. */
  readonly peakKw: number;
  /** Demand charge of the month as it stands after this day. */
  readonly demandToDateEur: number;
  /** Power it is on. */
  readonly chargedKw: number;
  readonly quarters: number;
}

export interface MonthBill {
  readonly fromMs: number;
  readonly bill: Bill;
  readonly quarters: number;
}

/** What the billing year had seen before a day. */
interface Carried {
  readonly year: number;
  readonly month: number;
  readonly peakKw: number;
  readonly windowPeakKw: number;
  readonly energyMwh: number;
}

function carriedInto(
  { fromMs }: BilledDay,
  { tariff, timeZone, demand }: Contract,
  before: Carried | BilledBefore,
): Carried {
  const { year, month, day } = localTime(fromMs, timeZone);
  const peaks = { peakKw: before.peakKw ?? 0, windowPeakKw: before.windowPeakKw ?? 0 };
  const known = "year" in before ? before : null;
  const typicalMwh = tariff.typicalYearMwh * yearShare(fromMs, timeZone);
  const energyMwh = known?.energyMwh ?? before.energyMwh ?? typicalMwh;
  if (known && known.year !== year) return { year, month, peakKw: 0, windowPeakKw: 0, energyMwh: 0 };
  const isNewMonth = known ? known.month !== month : day === 1;
  if (isNewMonth && demand === "month") return { year, month, peakKw: 0, windowPeakKw: 0, energyMwh };
  return { year, month, ...peaks, energyMwh };
}

const after = (carried: Carried, bill: Bill): Carried => ({
  ...carried,
  peakKw: bill.peakKw,
  windowPeakKw: bill.windowPeakKw,
  energyMwh: carried.energyMwh + bill.importMwh,
});

const eurOf = (bill: Bill, ...ids: readonly string[]): number =>
  bill.parts.reduce((sum, { id, costEur }) => (ids.includes(id) ? sum + costEur : sum), 0);

/** What each day adds to the bill, in the order of the days. @param before what the year had seen before the first */
export function runningCosts(
  days: readonly BilledDay[],
  contract: Contract,
  before: BilledBefore = {},
): readonly DayCost[] {
  let carried: Carried | BilledBefore = before;
  return days.map((day) => {
    const from = carriedInto(day, contract, carried);
    const bill = billOf(day.quarters, contract, from);
    const paidEur = eurOf(billOf([], contract, from), "demand");
    carried = after(from, bill);
    const demandToDateEur = eurOf(bill, "demand");
    const [demandEur, gasEur] = [demandToDateEur - paidEur, eurOf(bill, "gas")];
    const energyEur = bill.totalEur - demandToDateEur - gasEur;
    return {
      energyEur,
      gasEur,
      demandEur,
      totalEur: energyEur + gasEur + demandEur,
      importKwh: bill.importMwh * 1000,
      peakKw: Math.max(0, ...day.quarters.map(({ importKwh }) => importKwh * 4)),
      demandToDateEur,
      chargedKw: bill.chargedKw,
      quarters: day.quarters.length,
    };
  });
}

/** The bill of each calendar month of the days, as the supplier makes it. */
export function monthBills(
  days: readonly BilledDay[],
  contract: Contract,
  before: BilledBefore = {},
): readonly MonthBill[] {
  const months = Map.groupBy(days, ({ fromMs }) => {
    const { year, month } = localTime(fromMs, contract.timeZone);
    return `${year}-${month}`;
  });
  let carried: Carried | BilledBefore = before;
  return [...months.values()].map((ofMonth) => {
    const from = carriedInto(ofMonth[0]!, contract, carried);
    const quarters = ofMonth.flatMap((day) => day.quarters);
    const bill = billOf(quarters, contract, from);
    carried = after(from, bill);
    return { fromMs: ofMonth[0]!.fromMs, bill, quarters: quarters.length };
  });
}
