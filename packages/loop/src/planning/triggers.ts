import { canonicalJson, type Json, minuteMs, stepIndexAt, stepStartMs } from "@qtwin/core";
import type { Measurement } from "@qtwin/twin";
import type { Plan } from "@qtwin/usecases";

/** Why a new plan is made. */
export const triggerKinds = [
  "schedule",
  "price-publication",
  "asset-trip",
  "operator-override",
  "handed-over",
  "forecast-miss",
  "command-refused",
  "request",
] as const;
export type TriggerKind = (typeof triggerKinds)[number];

export const isTriggerKind = (text: unknown): text is TriggerKind =>
  triggerKinds.some((kind) => kind === text);

/** The days whose prices a market point carries, as text; null where the point is none. */
function publishedDays(value: Json): string | null {
  if (value === null || typeof value !== "object" || !("days" in value) || !Array.isArray(value.days))
    return null;
  return canonicalJson(value.days.map((day) => (day as { deliveryDay?: string }).deliveryDay ?? null));
}

/** What of the twin's newest values a watcher must remember to see the next change. */
export interface Watched {
  readonly days: ReadonlyMap<string, string>;
  /** Start of the last step of the plan that was compared with the meters. */
  readonly comparedMs: number;
}

export const nothingWatched: Watched = { days: new Map(), comparedMs: 0 };

/** Delivery days by market point. */
export function watchedDays(latest: ReadonlyMap<string, Measurement>): ReadonlyMap<string, string> {
  return new Map(
    [...latest].flatMap(([id, value]) => {
      const days = publishedDays(value.value);
      return days === null ? [] : [[id, days] as const];
    }),
  );
}

/** Whether a day of prices appeared that was not there before. */
export const pricesPublished = (before: Watched["days"], now: Watched["days"]): boolean =>
  [...now].some(([id, days]) => before.has(id) && before.get(id) !== days);

/** A miss this large, in kW and relative to the plan, is worth a new plan. */
export const missLimit = { absoluteKw: 200, relative: 0.15 };

/**
 * Whether the mean import of the last whole step of the plan missed what was planned.
 * @param measuredKw mean of that step, from the meter; null where unknown
 */
export function forecastMissed(plan: Plan, stepStart: number, measuredKw: number | null): boolean {
  const planned = plan.series.find((item) => item.id === "importKw")?.values[
    stepIndexAt(plan.grid, stepStart)
  ];
  if (measuredKw === null || planned === null || planned === undefined) return false;
  return Math.abs(measuredKw - planned) > Math.max(missLimit.absoluteKw, missLimit.relative * planned);
}

/** Start of the last step of the plan's grid that is over; null before the first is. */
export function lastWholeStepMs(plan: Plan, nowMs: number): number | null {
  const index = Math.min(stepIndexAt(plan.grid, nowMs), plan.grid.count) - 1;
  return index < 0 ? null : stepStartMs(plan.grid, index);
}

/** The planned instant after `nowMs` at which the next scheduled plan is due. */
export const nextScheduleMs = (nowMs: number, everyMin: number): number =>
  (Math.floor(nowMs / (everyMin * minuteMs)) + 1) * everyMin * minuteMs;
