import { hourMs, localTime, stepStartMs, type TimeGrid } from "@qtwin/core";
import type { EnergyFacts } from "../facts.ts";
import type { EnergyParameters } from "../parameters.ts";
import type { CalendarMessage, OrdersMessage } from "./messages.ts";

type Entry = CalendarMessage[number];

export type CalendarFacts = Pick<EnergyFacts, "pourTph" | "crewEurPerH" | "shift" | "comfort">;

/** Crew, pouring and comfort hours per step, from the plant's calendar and order list. */
export function calendarFacts(
  grid: TimeGrid,
  calendar: CalendarMessage,
  orders: OrdersMessage,
  parameters: EnergyParameters,
): CalendarFacts {
  const { timeZone, plant } = parameters;
  const dayOf = (atMs: number): string => {
    const { year, month, day } = localTime(atMs, timeZone);
    return `${year}-${month}-${day}`;
  };
  const spans = (kind: Entry["kind"]): Entry[] => calendar.filter((entry) => entry.kind === kind);
  const holds = (entries: readonly Entry[], atMs: number): Entry | undefined =>
    entries.find(({ startMs, endMs }) => startMs <= atMs && atMs < endMs);
  const [crew, pour, pause] = [spans("crew"), spans("pour"), spans("break")];
  const rates = new Map(
    [...new Set(pour.map(({ startMs }) => dayOf(startMs)))].map((day) => [day, rateOfDay(day)] as const),
  );
  function rateOfDay(day: string): number {
    const hours = pour
      .filter(({ startMs }) => dayOf(startMs) === day)
      .reduce((sum, { startMs, endMs }) => sum + (endMs - startMs) / hourMs, 0);
    const tonnes = orders
      .filter(({ pourFromMs }) => dayOf(pourFromMs) === day)
      .reduce((sum, order) => sum + order.tonnes, 0);
    return tonnes > 0 && hours > 0 ? Math.min(plant.metal.pourTph, tonnes / hours) : plant.metal.pourTph;
  }
  const middles = Array.from(
    { length: grid.count },
    (_, step) => stepStartMs(grid, step) + (grid.stepMin * 60_000) / 2,
  );
  return {
    pourTph: middles.map((atMs) => (holds(pour, atMs) && !holds(pause, atMs) ? rates.get(dayOf(atMs))! : 0)),
    crewEurPerH: middles.map((atMs) => {
      const entry = holds(crew, atMs);
      return entry ? (entry.extraEurPerH ?? 0) : null;
    }),
    shift: middles.map((atMs) => holds(pour, atMs) !== undefined || holds(pause, atMs) !== undefined),
    comfort: middles.map((atMs) => {
      const local = localTime(atMs, timeZone);
      const hour = local.hour + local.minute / 60;
      const { fromHour, untilHour } = plant.hall.comfort;
      return rates.has(dayOf(atMs)) && hour >= fromHour && hour < untilHour;
    }),
  };
}

/** Start of the local day that holds an instant: orders of a day are not started before. */
export function localMidnightMs(atMs: number, timeZone: string): number {
  const { hour, minute, second } = localTime(atMs, timeZone);
  return atMs - ((hour * 60 + minute) * 60 + second) * 1000 - (atMs % 1000);
}
