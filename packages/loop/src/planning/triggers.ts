import { minuteMs, stepIndexAt, stepStartMs } from "@qtwin/core";
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
  "order-refused",
  "request",
] as const;
export type TriggerKind = (typeof triggerKinds)[number];

/** What the ingest tells about the plant (event `change`) that makes a new plan; the rest waits for the schedule. */
const planningChanges: Readonly<Record<string, TriggerKind>> = {
  "price-publication": "price-publication",
  "asset-trip": "asset-trip",
  outage: "asset-trip",
  "order-refused": "order-refused",
  crew: "request",
};

/** After these the plan in force may not hold any more: a good plan soon is worth more than a better one later. */
const urgentKinds: ReadonlySet<string> = new Set<TriggerKind>([
  "asset-trip",
  "operator-override",
  "handed-over",
  "forecast-miss",
  "command-refused",
  "order-refused",
]);

export const isUrgent = (trigger: string): boolean => urgentKinds.has(trigger);

/** The trigger in an event of the store; null when it asks for no plan. */
export function triggerOf(topic: string, payload: unknown): TriggerKind | null {
  const kind = (payload as { kind?: unknown } | null)?.kind;
  if (topic === "trigger") return triggerKinds.find((known) => known === kind) ?? "request";
  if (topic !== "change" || typeof kind !== "string") return null;
  return Object.hasOwn(planningChanges, kind) ? planningChanges[kind]! : null;
}

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
