import { minuteMs } from "@qtwin/core";
import type { EnergyParameters } from "../parameters.ts";
import { quarterMin, type Readings, shiftQuarters } from "./readings.ts";
import { meterGain, type Relation, type Row } from "./relation.ts";

/** Heat is not metered: the meter's error, and as much again for the coefficient of the heat pump. */
const heatGain = 2 * meterGain;

/** Quarter-hours from the middle of the first to the middle of the last. */
const rowQuarters = 4;

const valueIds = [
  "hall.capacityKwhPerK",
  "hall.closedKwPerK",
  "hall.openKwPerK",
  "hall.gainsShiftKw",
  "hall.gainsOffKw",
] as const;

/**
 * How the hall's temperature moves from hour to hour: heat in and gained, less what is lost, over what the hall stores.
 * The error is the thermometer's; read the other way round, a hall that is not heated would tell that nothing is lost.
 */
export function hallRelation(readings: Readings, parameters: EnergyParameters): Relation {
  const { hall } = parameters.described;
  const hours = hallHours(readings, parameters);
  const rowsAbout = (values: readonly number[]): Row[] => hours.map((hour) => tangentRow(hour, values));
  const described = [
    hall.capacityKwhPerK,
    hall.closedKwPerK,
    hall.openKwPerK,
    hall.gainsShiftKw,
    hall.gainsOffKw,
  ].map(({ value }) => value);
  return {
    id: "hall",
    unit: "K",
    valueIds,
    nuisances: [],
    rows: rowsAbout(described),
    rowsAbout,
    leastNoise: 0.005,
    gainShare: heatGain,
  };
}

/** An hour of the hall, integrated. */
interface HallHour {
  readonly atMs: number;
  readonly risenK: number;
  readonly heatKwh: number;
  /** Kelvin hours above outdoors, while closed and while ventilated. */
  readonly closedKh: number;
  readonly openKh: number;
  readonly shiftH: number;
  readonly offH: number;
}

function tangentRow(hour: HallHour, values: readonly number[]): Row {
  const [capacity, closed, open, shift, off] = values as [number, number, number, number, number];
  const lostKwh = closed * hour.closedKh + open * hour.openKh;
  const risenK = (hour.heatKwh - lostKwh + shift * hour.shiftH + off * hour.offH) / capacity;
  const x = [-risenK, -hour.closedKh, -hour.openKh, hour.shiftH, hour.offH].map((slope) => slope / capacity);
  const tangentK = x.reduce((sum, slope, i) => sum + slope * values[i]!, 0);
  return {
    atMs: hour.atMs,
    asset: "hvac",
    y: hour.risenK - risenK + tangentK,
    x,
    size: Math.abs(lostKwh) / capacity,
  };
}

function hallHours(readings: Readings, parameters: EnergyParameters): readonly HallHour[] {
  const quarters = hallQuarters(readings, parameters);
  const hours: HallHour[] = [];
  for (let at = 0; at + rowQuarters < quarters.length; at += rowQuarters) {
    const atMs = readings.fromMs + (at + rowQuarters + 1) * quarterMin * minuteMs;
    const hour = integrated(quarters.slice(at, at + rowQuarters + 1), atMs);
    if (hour !== null) hours.push(hour);
  }
  return hours;
}

interface HallQuarter {
  readonly airC: number;
  readonly outdoorC: number;
  readonly heatKw: number;
  /** Share of the quarter-hour in which the ventilation runs. */
  readonly open: number;
  readonly shift: number;
}

function hallQuarters(readings: Readings, parameters: EnergyParameters): (HallQuarter | null)[] {
  const { hall } = parameters.described;
  const of = (pointId: string) => readings.quarter(pointId);
  const [airC, outdoorC, pumpKw] = [of("hall.airC"), of("hall.outdoorC"), of("hvac.heatPumpKw")];
  const [gasKw, recoveredKw, fansKw] = [of("hvac.gasKw"), of("hvac.recoveredKw"), of("hvac.fansKw")];
  const works = shiftQuarters(readings, parameters);
  return works.map((shift, at) => {
    const known = [airC, outdoorC, pumpKw, gasKw, recoveredKw, fansKw].map((values) => values[at] ?? null);
    if (known.includes(null)) return null;
    const [air, outdoor, pump, gas, recovered, fans] = known as number[];
    const cop = Math.min(hall.copMax, Math.max(hall.copMin, hall.copBase + hall.copPerC * outdoor!));
    return {
      airC: air!,
      outdoorC: outdoor!,
      heatKw: recovered! + pump! * cop + gas! * hall.gasEfficiency,
      open: Math.min(1, Math.max(0, fans! / hall.fansKw)),
      shift: Number(shift),
    };
  });
}

/** Integrals by the trapezoid rule between the middles of the first and the last quarter-hour. */
function integrated(quarters: readonly (HallQuarter | null)[], atMs: number): HallHour | null {
  const known = quarters.filter((quarter) => quarter !== null);
  if (known.length < quarters.length) return null;
  const last = known.length - 1;
  const integral = (of: (quarter: HallQuarter) => number): number =>
    known.reduce((sum, quarter, at) => {
      const weight = at === 0 || at === last ? 0.5 : 1;
      return sum + (weight * of(quarter) * quarterMin) / 60;
    }, 0);
  return {
    atMs,
    risenK: known[last]!.airC - known[0]!.airC,
    heatKwh: integral(({ heatKw }) => heatKw),
    closedKh: integral(({ airC, outdoorC, open }) => (1 - open) * (airC - outdoorC)),
    openKh: integral(({ airC, outdoorC, open }) => open * (airC - outdoorC)),
    shiftH: integral(({ shift }) => shift),
    offH: integral(({ shift }) => 1 - shift),
  };
}
