import { canonicalJson, gridEndMs, hourMs } from "@qtwin/core";
import type { CommandSlot, Plan } from "@qtwin/usecases";
import type { Envelope, EnvelopeBand } from "./proposal.ts";

export interface EnvelopeMargins {
  /** How far a number may leave the values of the plan, as a share of the span it may be commanded over. */
  readonly bandShare: number;
  /** Cost over the planned one, as a share. */
  readonly costShare: number;
  readonly peakShare: number;
}

export const defaultMargins: EnvelopeMargins = { bandShare: 0.1, costShare: 0.02, peakShare: 0.01 };

/** Limits of write points, in their unit. */
export type CommandLimits = ReadonlyMap<string, { readonly min: number; readonly max: number }>;

interface HeatEntry {
  readonly orderId: string;
  readonly pourByMs?: number;
}

const heatEntries = (value: unknown): readonly HeatEntry[] =>
  Array.isArray(value)
    ? value.filter((entry): entry is HeatEntry => typeof (entry as HeatEntry | null)?.orderId === "string")
    : [];

function bandOf(
  pointId: string,
  slots: readonly CommandSlot[],
  limits: CommandLimits,
  share: number,
): EnvelopeBand {
  const { asset } = slots[0]!;
  const numbers = slots.map((slot) => slot.value).filter((value) => typeof value === "number");
  if (numbers.length === slots.length) {
    const limit = limits.get(pointId) ?? { min: Math.min(...numbers), max: Math.max(...numbers) };
    const margin = share * (limit.max - limit.min);
    return {
      pointId,
      asset,
      min: Math.max(limit.min, Math.min(...numbers) - margin),
      max: Math.min(limit.max, Math.max(...numbers) + margin),
    };
  }
  const orders = slots.flatMap((slot) => heatEntries(slot.value).map((entry) => entry.orderId));
  const values = orders.length > 0 ? orders : slots.map((slot) => slot.value);
  return { pointId, asset, allowed: [...new Map(values.map((v) => [canonicalJson(v), v])).values()] };
}

/** The largest planned import in kW: the plan's `peakKw`, else the largest value of its `importKw` series. */
export function plannedPeakKw(plan: Plan): number | null {
  const kpi = plan.kpis.find((item) => item.id === "peakKw");
  if (kpi) return kpi.value;
  const values = plan.series.find((item) => item.id === "importKw")?.values.filter((v) => v !== null);
  return values && values.length > 0 ? Math.max(...values) : null;
}

/**
 * The limits a person approves with a plan; re-plans inside them apply themselves.
 * @param limits what the site lets be commanded
 */
export function makeEnvelope(
  plan: Plan,
  commands: readonly CommandSlot[],
  limits: CommandLimits,
  margins: EnvelopeMargins = defaultMargins,
): Envelope {
  const pours = new Map<string, number>();
  for (const entry of commands.flatMap((slot) => heatEntries(slot.value))) {
    if (entry.pourByMs === undefined) continue;
    pours.set(entry.orderId, Math.max(pours.get(entry.orderId) ?? entry.pourByMs, entry.pourByMs));
  }
  const peakKw = plannedPeakKw(plan);
  const byPoint = Map.groupBy(commands, (slot) => slot.pointId);
  return {
    fromMs: plan.grid.startMs,
    untilMs: gridEndMs(plan.grid),
    bands: [...byPoint].map(([pointId, slots]) => bandOf(pointId, slots, limits, margins.bandShare)),
    pourBy: [...pours].map(([orderId, latestMs]) => ({ orderId, latestMs })),
    costLimitEur: plan.cost.totalEur + margins.costShare * Math.abs(plan.cost.totalEur),
    peakLimitKw: peakKw === null ? Number.MAX_SAFE_INTEGER : peakKw * (1 + margins.peakShare),
  };
}

function heatReasons(value: unknown, envelope: Envelope): string[] {
  return heatEntries(value).flatMap(({ orderId, pourByMs }) => {
    const approved = envelope.pourBy.find((item) => item.orderId === orderId);
    if (!approved || pourByMs === undefined || pourByMs <= approved.latestMs) return [];
    return [`Order ${orderId} would pour later than approved.`];
  });
}

function valueAllowed(value: unknown, band: EnvelopeBand): boolean {
  if (typeof value === "number") {
    const above = band.min === undefined || value >= band.min - 1e-9;
    return above && (band.max === undefined || value <= band.max + 1e-9);
  }
  const allowed = new Set((band.allowed ?? []).map(canonicalJson));
  if (allowed.has(canonicalJson(value))) return true;
  const entries = heatEntries(value);
  return (
    Array.isArray(value) &&
    entries.length === value.length &&
    entries.every((entry) => allowed.has(canonicalJson(entry.orderId)))
  );
}

/** Why a command lies outside an envelope; empty when it lies inside. */
export function commandOutside(
  command: Pick<CommandSlot, "pointId" | "value" | "validFromMs" | "validUntilMs">,
  envelope: Envelope,
): readonly string[] {
  const reasons: string[] = [];
  if (command.validFromMs < envelope.fromMs || command.validFromMs >= envelope.untilMs) {
    reasons.push(`${command.pointId}: outside the approved time.`);
  }
  const band = envelope.bands.find((item) => item.pointId === command.pointId);
  if (!band) reasons.push(`${command.pointId}: not part of what was approved.`);
  else if (!valueAllowed(command.value, band)) reasons.push(`${command.pointId}: outside its approved band.`);
  return [...reasons, ...heatReasons(command.value, envelope)];
}

/**
 * Why a re-plan lies outside an approved envelope; empty when it may apply itself.
 * The cost limit is compared per hour of plan, since a re-plan covers another stretch of time. Commands after the
 * end of the envelope are not judged: they cannot be written under it.
 */
export function planOutside(
  plan: Plan,
  commands: readonly CommandSlot[],
  envelope: Envelope,
): readonly string[] {
  const reasons = commands
    .filter((slot) => slot.validFromMs < envelope.untilMs)
    .flatMap((slot) => commandOutside(slot, envelope));
  const planH = (gridEndMs(plan.grid) - plan.grid.startMs) / hourMs;
  const envelopeH = (envelope.untilMs - envelope.fromMs) / hourMs;
  if (plan.cost.totalEur * envelopeH > envelope.costLimitEur * planH + 1e-6) {
    reasons.push("The plan costs more an hour than approved.");
  }
  const peakKw = plannedPeakKw(plan);
  if (peakKw !== null && peakKw > envelope.peakLimitKw + 1e-6) {
    reasons.push(
      `The peak of ${Math.round(peakKw)} kW is over the approved ${Math.round(envelope.peakLimitKw)} kW.`,
    );
  }
  return [...new Set(reasons)];
}
