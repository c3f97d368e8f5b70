import { minuteMs } from "@qtwin/core";
import type { EnergyParameters } from "../parameters.ts";
import { meanOf, quarterMin, type Readings } from "./readings.ts";
import { meterGain, type Relation, type Row } from "./relation.ts";

const rowQuarters = 24;
/** The state of charge at an instant is the mean of this many minutes before and after it. */
const aroundMin = 3;

interface Balance {
  readonly atMs: number;
  readonly storedKwh: number;
  readonly chargeKwh: number;
  readonly dischargeKwh: number;
}

/** What is stored is what went in, less the loss, less what came out with its loss: every six hours. */
export function batteryRelation(readings: Readings, { described }: EnergyParameters): Relation {
  const balances = batteryBalances(readings, described.battery.capacityKwh);
  const rowsAbout = ([about]: readonly number[]): Row[] =>
    balances.map((balance) => balanceRow(balance, about!));
  return {
    id: "battery",
    unit: "kWh",
    valueIds: ["battery.efficiency"],
    nuisances: [],
    rows: rowsAbout([described.battery.efficiency.value]),
    rowsAbout,
    leastNoise: 0.3,
    // Of two meters, each way counts half of their difference.
    gainShare: meterGain / Math.SQRT2,
  };
}

/** Linear about an efficiency: stored = η·charge − discharge/η. */
function balanceRow({ atMs, storedKwh, chargeKwh, dischargeKwh }: Balance, about: number): Row {
  const slope = chargeKwh + dischargeKwh / about ** 2;
  const y = storedKwh - (about * chargeKwh - dischargeKwh / about) + slope * about;
  return { atMs, asset: "battery", y, x: [slope], size: chargeKwh + dischargeKwh };
}

function batteryBalances(readings: Readings, capacityKwh: number): readonly Balance[] {
  const soc = readings.minute("battery.socPct");
  const socAt = (minute: number): number | null =>
    meanOf(soc.slice(Math.max(0, minute - aroundMin), minute + aroundMin));
  const [chargeKw, dischargeKw] = [
    readings.quarter("battery.chargeKwh"),
    readings.quarter("battery.dischargeKwh"),
  ];
  const balances: Balance[] = [];
  for (let at = 0; at + rowQuarters <= readings.quarters; at += rowQuarters) {
    const [from, until] = [socAt(at * quarterMin), socAt((at + rowQuarters) * quarterMin)];
    const charge = meanOf(chargeKw.slice(at, at + rowQuarters));
    const discharge = meanOf(dischargeKw.slice(at, at + rowQuarters));
    if (from === null || until === null || charge === null || discharge === null) continue;
    const hours = (rowQuarters * quarterMin) / 60;
    const [chargeKwh, dischargeKwh] = [charge * hours, discharge * hours];
    if (chargeKwh + dischargeKwh <= 0) continue;
    const atMs = readings.fromMs + (at + rowQuarters) * quarterMin * minuteMs;
    balances.push({ atMs, storedKwh: ((until - from) / 100) * capacityKwh, chargeKwh, dischargeKwh });
  }
  return balances;
}
