import { hourMs, localTime } from "@qtwin/core";
import { instantOfDay, localDay } from "../market/local-day.ts";
import { minuteOfDay, plant, tariff } from "../plant-data.ts";

export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** One local day of the plant; on a day off all spans are empty. */
export interface DayPlan {
  readonly date: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly workDay: boolean;
  readonly crew: Span;
  readonly pour: readonly Span[];
  readonly breaks: readonly Span[];
  readonly overtimeToMs: number;
  readonly comfort: Span;
  readonly preheatFromMs: number;
  readonly heats: number;
  readonly rateTph: number;
  readonly tonnes: number;
  /** Peak windows of the grid operator. */
  readonly windows: readonly Span[];
}

const zone = plant.timeZone;
const contains = (span: Span, atMs: number): boolean => atMs >= span.startMs && atMs < span.endMs;
export const within = (spans: readonly Span[], atMs: number): boolean =>
  spans.some((span) => contains(span, atMs));

/** Pouring spans of a day: from start to end without the breaks. */
function pourSpans(from: number, to: number, breaks: readonly Span[]): Span[] {
  const spans: Span[] = [];
  let start = from;
  for (const pause of breaks) {
    spans.push({ startMs: start, endMs: pause.startMs });
    start = pause.endMs;
  }
  spans.push({ startMs: start, endMs: to });
  return spans;
}

/** The part of the state a day's plan depends on. */
export interface Outages {
  readonly furnaces: {
    readonly f1: { readonly outage: Span | null };
    readonly f2: { readonly outage: Span | null };
  };
}

function hasOutage(state: Outages, span: Span): boolean {
  return [state.furnaces.f1, state.furnaces.f2].some(
    ({ outage }) => outage !== null && outage.startMs < span.endMs && outage.endMs > span.startMs,
  );
}

const production = plant.production;
const window = tariff.grid.peakWindow;

/** The plan of the local day `offset` days after the one that holds `atMs`. */
export function dayPlanAt(state: Outages, atMs: number, offset = 0): DayPlan {
  const day = localDay(atMs, zone, offset);
  const at = (text: string): number => instantOfDay(day, zone, minuteOfDay(text));
  const workDay = day.weekday >= 1 && day.weekday <= 5;
  const none: Span = { startMs: day.startMs, endMs: day.startMs };
  const whole: Span = { startMs: at(production.crewFrom), endMs: at(production.crewTo) };
  const reduced = workDay && hasOutage(state, whole);
  const heats = workDay ? (reduced ? production.reducedHeatsPerDay : production.heatsPerDay) : 0;
  const breaks = workDay
    ? production.breaks.map(([from, to]) => ({ startMs: at(from!), endMs: at(to!) }))
    : [];
  const month = localTime(day.startMs + 12 * hourMs, zone).month;
  const charged = window.months.includes(month) && (workDay || !window.workDaysOnly);
  return {
    date: day.date,
    startMs: day.startMs,
    endMs: day.endMs,
    workDay,
    crew: workDay ? whole : none,
    pour: workDay ? pourSpans(at(production.pourFrom), at(production.pourTo), breaks) : [],
    breaks,
    overtimeToMs: workDay ? at(production.overtimeTo) : day.startMs,
    comfort: workDay ? { startMs: at(plant.hall.comfortFrom), endMs: at(plant.hall.comfortTo) } : none,
    preheatFromMs: workDay ? at(plant.hall.comfortFrom) - plant.hall.preheatMin * 60_000 : day.startMs,
    heats,
    rateTph: reduced ? production.reducedPourRateTph : production.pourRateTph,
    tonnes: heats * production.heatTonnes,
    windows: charged ? [{ startMs: at(window.from), endMs: at(window.to) }] : [],
  };
}

/** Tonnes the line pours by calendar between two instants of one day. */
export function plannedPourT(plan: DayPlan, fromMs: number, toMs: number): number {
  let hours = 0;
  for (const span of plan.pour) {
    const overlapMs = Math.min(span.endMs, toMs) - Math.max(span.startMs, fromMs);
    if (overlapMs > 0) hours += overlapMs / hourMs;
  }
  return Math.min(plan.tonnes, hours * plan.rateTph);
}

/** The instant by which the line has poured so many tonnes of the day, by calendar. */
export function instantOfPour(plan: DayPlan, tonnes: number): number {
  let left = tonnes;
  for (const span of plan.pour) {
    const capacityT = ((span.endMs - span.startMs) / hourMs) * plan.rateTph;
    if (left <= capacityT + 1e-9) return span.startMs + (left / plan.rateTph) * hourMs;
    left -= capacityT;
  }
  return plan.pour.at(-1)?.endMs ?? plan.startMs;
}

export type Phase = "shift" | "break" | "off";

/** What the line, the base load and the air net follow. */
export function phaseAt(plan: DayPlan, atMs: number): Phase {
  if (within(plan.breaks, atMs)) return "break";
  const first = plan.pour[0];
  const last = plan.pour.at(-1);
  return first && last && atMs >= first.startMs && atMs < last.endMs ? "shift" : "off";
}
