import { hourMs, instantOfLocal, localTime } from "@qtwin/core";

/** A local calendar day with its true bounds (23, 24 or 25 h). */
export interface LocalDay {
  /** `2023-05-09` */
  readonly date: string;
  readonly startMs: number;
  readonly endMs: number;
  /** 0 = Sunday. */
  readonly weekday: number;
}

/** The local day that holds an instant, `offset` days later. */
export function localDay(atMs: number, zone: string, offset = 0): LocalDay {
  const parts = localTime(atMs, zone);
  const startMs = instantOfLocal(zone, parts.year, parts.month, parts.day + offset);
  const endMs = instantOfLocal(zone, parts.year, parts.month, parts.day + offset + 1);
  const noon = localTime(startMs + 12 * hourMs, zone);
  const two = (value: number): string => String(value).padStart(2, "0");
  return { date: `${noon.year}-${two(noon.month)}-${two(noon.day)}`, startMs, endMs, weekday: noon.weekday };
}

/** An instant of that day at `minute` minutes of local wall-clock time. */
export function instantOfDay(day: LocalDay, zone: string, minute: number): number {
  const [year, month, date] = day.date.split("-").map(Number);
  return instantOfLocal(zone, year!, month!, date!, Math.floor(minute / 60), minute % 60);
}
