import { dayMs, instantOfLocal, localTime } from "@qtwin/core";
import type { PlantDay } from "@qtwin/usecases";
import { plantDays } from "../report/period.ts";

/**
 * The day of delivery whose nomination is due: tomorrow, from the contract's time on; null before.
 * @param nominateAt local clock time, for example `11:00`
 */
export function dueDay(nowMs: number, timeZone: string, nominateAt: string): PlantDay | null {
  const { year, month, day } = localTime(nowMs, timeZone);
  const [hour, minute] = nominateAt.split(":").map(Number);
  if (nowMs < instantOfLocal(timeZone, year, month, day, hour, minute)) return null;
  const name = new Date(Date.UTC(year, month - 1, day) + dayMs).toISOString().slice(0, 10);
  return plantDays(name, name, timeZone)[0]!;
}
