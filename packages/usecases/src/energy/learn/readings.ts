import { dayMs, minuteMs, type TimeGrid } from "@qtwin/core";
import { z } from "zod";
import type { LearningPeriod, RecordReader } from "../../contract.ts";
import type { EnergyParameters } from "../parameters.ts";

export type Values = readonly (number | null)[];

/** A heat that was tapped. */
export interface DoneHeat {
  readonly furnace: string;
  readonly tonnes: number;
  readonly startedAtMs: number;
  readonly tappedAtMs: number;
}

/** What the meters said of a stretch, means on grids of one minute and of a quarter-hour. */
export interface Readings {
  readonly fromMs: number;
  readonly minutes: number;
  readonly quarters: number;
  readonly minute: (pointId: string) => Values;
  readonly quarter: (pointId: string) => Values;
  readonly heats: readonly DoneHeat[];
}

const heatsMessage = z.array(
  z.object({
    orderId: z.string(),
    tonnes: z.number(),
    furnace: z.string().nullable(),
    startedAtMs: z.number().nullable(),
    tappedAtMs: z.number().nullable(),
  }),
);

export const quarterMin = 15;
const quarterPoints = [
  "hall.airC",
  "hall.outdoorC",
  "hvac.heatPumpKw",
  "hvac.fansKw",
  "hvac.gasKw",
  "hvac.recoveredKw",
  "line.pourTph",
  "pour.energyKwh",
  "air.energyKwh",
  "battery.chargeKwh",
  "battery.dischargeKwh",
] as const;

const minutePoints = ({ described }: EnergyParameters): readonly string[] => [
  ...described.furnace.ids.map((id) => `${id}.energyKwh`),
  ...described.air.machines.map(({ id }) => `air.${id}.powerKw`),
  "air.flowM3min",
  "air.headerBar",
  "battery.socPct",
];

/** Reads what learning rests on, a day at a time. */
export async function readReadings(
  history: RecordReader,
  parameters: EnergyParameters,
  { fromMs, untilMs }: LearningPeriod,
): Promise<Readings> {
  const minutes = Math.floor((untilMs - fromMs) / minuteMs / quarterMin) * quarterMin;
  const endMs = fromMs + minutes * minuteMs;
  const read = async (pointId: string, stepMin: number): Promise<Values> => {
    const values: (number | null)[] = [];
    for (let startMs = fromMs; startMs < endMs; startMs += dayMs) {
      const count = Math.min(dayMs, endMs - startMs) / minuteMs / stepMin;
      const grid: TimeGrid = { startMs, stepMin, count };
      values.push(...(await history.means(pointId, grid)));
    }
    return values;
  };
  const series = new Map<string, Values>();
  for (const id of minutePoints(parameters)) series.set(id, await read(id, 1));
  for (const id of quarterPoints) series.set(id, await read(id, quarterMin));
  const of = (pointId: string): Values => series.get(pointId) ?? [];
  return {
    fromMs,
    minutes,
    quarters: minutes / quarterMin,
    minute: of,
    quarter: of,
    heats: await doneHeats(history, fromMs, endMs),
  };
}

async function doneHeats(
  history: RecordReader,
  fromMs: number,
  untilMs: number,
): Promise<readonly DoneHeat[]> {
  const heats = new Map<string, DoneHeat>();
  for (const { value } of await history.values("orders.heats", fromMs, untilMs)) {
    const message = heatsMessage.safeParse(value);
    if (!message.success) continue;
    for (const { orderId, tonnes, furnace, startedAtMs, tappedAtMs } of message.data) {
      if (furnace === null || startedAtMs === null || tappedAtMs === null || startedAtMs < fromMs) continue;
      if (tappedAtMs <= untilMs) heats.set(orderId, { furnace, tonnes, startedAtMs, tappedAtMs });
    }
  }
  return [...heats.values()].sort((left, right) => left.startedAtMs - right.startedAtMs);
}

/** Mean of some values; null when one of them is not known. */
export function meanOf(values: Values): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return values.length === 0 ? null : sum / values.length;
}

/** Longest break of the shift: a quarter-hour without pouring, with pouring this close on both sides, is a break. */
const breakQuarters = 3;
/** A quarter-hour with less than this share of the pouring rate only touches the shift. */
const pouringShare = 0.25;

/** Per quarter-hour: whether the shift works, breaks included. */
export function shiftQuarters(readings: Readings, { described }: EnergyParameters): readonly boolean[] {
  const leastTph = pouringShare * described.production.pourRateTph;
  const pours = readings.quarter("line.pourTph").map((tph) => (tph ?? 0) > leastTph);
  return pours.map((pouring, at) => {
    const before = pours.slice(Math.max(0, at - breakQuarters), at);
    const after = pours.slice(at + 1, at + 1 + breakQuarters);
    return pouring || (before.includes(true) && after.includes(true));
  });
}
