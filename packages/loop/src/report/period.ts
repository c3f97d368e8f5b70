import { dayMs, instantOfLocal, localTime, minuteMs, type TimeGrid } from "@qtwin/core";
import type { PlantDay } from "@qtwin/usecases";
import { loopError } from "../errors.ts";

/** Longer reports are made in parts. */
const mostDays = 400;

/** A local day of the plant by its name, `2023-05-09`, and days from it. @throws QT_LOOP_BAD_PERIOD */
function dayNamed(
  name: string,
  where: string,
): { readonly year: number; readonly month: number; readonly day: number } {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(name)?.map(Number) ?? [];
  const date = new Date(Date.UTC(year ?? Number.NaN, (month ?? 0) - 1, day));
  if (!year || !month || !day || date.getUTCMonth() + 1 !== month || date.getUTCDate() !== day)
    throw loopError("QT_LOOP_BAD_PERIOD", `'${name}' is no day of the calendar.`, where);
  return { year, month, day };
}

/**
 * Local days of the plant, both included: of 23, 24 or 25 hours.
 * @param from `2023-05-01`
 * @throws QT_LOOP_BAD_PERIOD
 */
export function plantDays(from: string, to: string, timeZone: string): readonly PlantDay[] {
  const [first, last] = [dayNamed(from, "from"), dayNamed(to, "to")];
  const startMs = Date.UTC(first.year, first.month - 1, first.day);
  const count = Math.round((Date.UTC(last.year, last.month - 1, last.day) - startMs) / dayMs) + 1;
  if (count < 1)
    throw loopError("QT_LOOP_BAD_PERIOD", `The last day ${to} is before the first, ${from}.`, "to");
  if (count > mostDays)
    throw loopError("QT_LOOP_BAD_PERIOD", `${count} days are more than a report takes, ${mostDays}.`, "to");
  const begins = (offset: number): number =>
    instantOfLocal(timeZone, first.year, first.month, first.day + offset);
  return Array.from({ length: count }, (_, offset) => ({
    name: new Date(startMs + offset * dayMs).toISOString().slice(0, 10),
    fromMs: begins(offset),
    untilMs: begins(offset + 1),
  }));
}

/** The last plant day that is over. */
export function lastDay(nowMs: number, timeZone: string): PlantDay {
  const { year, month, day } = localTime(nowMs, timeZone);
  const before = localTime(instantOfLocal(timeZone, year, month, day) - dayMs / 2, timeZone);
  const name = new Date(Date.UTC(before.year, before.month - 1, before.day)).toISOString().slice(0, 10);
  return plantDays(name, name, timeZone)[0]!;
}

/** The steps of days that follow each other. */
export function gridOf(days: readonly PlantDay[], stepMin: number): TimeGrid {
  const [startMs, endMs] = [days[0]!.fromMs, days.at(-1)!.untilMs];
  return { startMs, stepMin, count: Math.round((endMs - startMs) / (stepMin * minuteMs)) };
}
