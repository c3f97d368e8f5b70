import { localTime } from "@qtwin/core";
import type { EnergyParameters } from "../parameters.ts";

const dayMs = 86_400_000;

/**
 * Work days of the billing period up to today over all of them: a peak that is paid for serves all days that are left, and
 * if they are alike each has to earn its part.
 */
export function ownShareOfPeak(
  nowMs: number,
  { timeZone, billingPeriod }: Pick<EnergyParameters, "timeZone" | "billingPeriod">,
): number {
  const { year, month, day } = localTime(nowMs, timeZone);
  const today = Date.UTC(year, month - 1, day);
  const from = billingPeriod ? Date.parse(billingPeriod.from) : Date.UTC(year, month - 1, 1);
  const to = billingPeriod ? Date.parse(billingPeriod.to) : Date.UTC(year, month, 0);
  const begun = workDays(from, Math.min(today, to));
  return Math.max(1, begun) / Math.max(1, workDays(from, to));
}

/** Mondays to Fridays from one date to another, both included; dates as midnights of UTC. */
function workDays(from: number, to: number): number {
  let count = 0;
  for (let date = from; date <= to; date += dayMs) {
    const weekday = new Date(date).getUTCDay();
    if (weekday >= 1 && weekday <= 5) count += 1;
  }
  return count;
}
