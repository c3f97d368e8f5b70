import { availableParallelism } from "node:os";
import { localTime } from "@qtwin/core";
import { quantilesOf } from "@qtwin/forecast";
import { printMps } from "@qtwin/model";
import { closeSolverWorkers, type SolveOptions, solve, warmSolverWorker } from "@qtwin/solvers";
import type { Plan } from "@qtwin/usecases";
import { type EnergyFacts, energy } from "@qtwin/usecases/energy";
import { factsAt, type PlantOptions } from "./energy/plan-instants.ts";
import { planSearch } from "./energy/plan-search.ts";
import { type PlantEvent, plantEvents, withFurnaceTrip } from "./energy/plant-events.ts";
import { markdownTable } from "./markdown-table.ts";

export interface CourseBenchOptions extends PlantOptions {
  /** Work days. */
  readonly count: number;
  /** Possible courses that a plan is made for. */
  readonly courses: number;
  /** For a whole plan. */
  readonly timeLimitS: number;
  /** For a new plan after an event. */
  readonly replanLimitS: number;
  readonly signal?: AbortSignal;
  readonly onProgress: (line: string) => void;
}

/** A plan for possible courses before the day begins, and after a furnace has tripped then. */
export interface CourseRow {
  readonly at: string;
  /** From facts to a plan that is read: model, start, search. */
  readonly seconds: number;
  readonly gapPct: number | null;
  /** The same after the trip, the plan before it as the start. */
  readonly replanSeconds: number;
  readonly replanGapPct: number | null;
}

/** From the facts of an event to everything that a new proposal holds. */
export interface EventRow {
  readonly at: string;
  readonly event: PlantEvent;
  readonly seconds: number;
  readonly gapPct: number | null;
}

export interface CourseBench {
  readonly zone: string;
  readonly fromDate: string;
  readonly seed: number;
  readonly courses: number;
  readonly timeLimitS: number;
  readonly replanLimitS: number;
  readonly rows: readonly CourseRow[];
  readonly events: readonly EventRow[];
  /** Seconds from event to proposal that half, and 95 % of the events, stay below. */
  readonly eventP50S: number | null;
  readonly eventP95S: number | null;
}

/** Gap at which a whole plan is good enough; that of the live loop for a new one. */
const [fullGap, replanGap] = [0.01, 0.005];
/** Of the time of a plan for possible courses, at most so much for the expected one. */
const expectedShare = 0.4;
/** Minutes of the day: before it begins, and twice in it. */
const [dawn, ...daytime] = [270, 540, 780];
/** Courses that a proposal is priced for, as in the live loop. */
const pricedCourses = 50;

/** Plans for possible courses at dawn, and new plans after events at dawn and in the day. */
export async function benchCourses(options: CourseBenchOptions): Promise<CourseBench> {
  const { zone, fromDate, seed, courses, count, timeLimitS, replanLimitS, signal, onProgress } = options;
  const rows: CourseRow[] = [];
  const events: EventRow[] = [];
  await warmSolverWorker();
  for await (const facts of factsAt(options, [dawn!, ...daytime], { risk: { scenarios: courses, seed } })) {
    if (isDawn(facts)) {
      if (rows.length >= count || signal?.aborted) break;
      rows.push(await courseRow(facts, options));
      onProgress(lineOf(heads, cellsOf(rows.at(-1)!)));
    }
    for (const row of await eventRows(facts, options)) {
      events.push(row);
      onProgress(lineOf(eventHeads, eventCells(row)));
    }
  }
  await closeSolverWorkers();
  const seconds = events.map((row) => row.seconds);
  const [eventP50S = null, eventP95S = null] = seconds.length === 0 ? [] : quantilesOf(seconds, [0.5, 0.95]);
  return { zone, fromDate, seed, courses, timeLimitS, replanLimitS, rows, events, eventP50S, eventP95S };
}

function isDawn({ nowMs, timeZone }: EnergyFacts): boolean {
  const { hour, minute } = localTime(nowMs, timeZone);
  return 60 * hour + minute === dawn;
}

async function courseRow(facts: EnergyFacts, { timeLimitS, replanLimitS, seed }: CourseBenchOptions) {
  const search = { ...planSearch, gapLimit: fullGap, seed };
  const full = await riskPlanFor(facts, { ...search, timeLimitMs: 1000 * timeLimitS });
  const hit = withFurnaceTrip(facts);
  const again = await riskPlanFor(hit, { ...search, timeLimitMs: 1000 * replanLimitS }, full.plan);
  return {
    at: new Date(facts.nowMs).toISOString(),
    ...{ seconds: full.seconds, gapPct: full.gapPct },
    ...{ replanSeconds: again.seconds, replanGapPct: again.gapPct },
  };
}

/** The expected course is planned first, in a part of the time: its plan is the start of that for the possible courses. */
async function riskPlanFor(
  facts: EnergyFacts,
  search: SolveOptions & { readonly timeLimitMs: number },
  previous?: Plan,
) {
  const { risk: _, ...expected } = facts;
  const first = await planFor(
    expected,
    { ...search, timeLimitMs: expectedShare * search.timeLimitMs },
    previous,
  );
  const leftMs = Math.max(0, search.timeLimitMs - 1000 * first.seconds);
  const found = await planFor(facts, { ...search, timeLimitMs: leftMs }, first.plan ?? previous);
  return { ...found, seconds: first.seconds + found.seconds };
}

/** Each event on its own, on the expected course, searched for as the live loop does. */
async function eventRows(
  { risk: _, ...facts }: EnergyFacts,
  { replanLimitS, seed }: CourseBenchOptions,
): Promise<EventRow[]> {
  const threads = Math.min(2, availableParallelism());
  const search = { gapLimit: replanGap, seed, threads, timeLimitMs: 1000 * replanLimitS };
  const { plan } = await planFor(facts, search);
  const rows: EventRow[] = [];
  for (const [event, after] of Object.entries(plantEvents) as [
    PlantEvent,
    (typeof plantEvents)[PlantEvent],
  ][]) {
    const { seconds, gapPct } = await planFor(after(facts), search, plan, true);
    rows.push({ at: new Date(facts.nowMs).toISOString(), event, seconds, gapPct });
  }
  return rows;
}

async function planFor(facts: EnergyFacts, search: SolveOptions, previous?: Plan, isProposed = false) {
  const beganMs = performance.now();
  const model = energy.build(facts);
  const warmStart = energy.warmStart(facts, model, previous);
  const answer = await solve(model, { ...search, ...(warmStart ? { warmStart } : {}) });
  const plan = answer.solution ? energy.read(facts, model, answer) : undefined;
  if (plan && isProposed) {
    const baseline = energy.baseline(facts);
    energy.explain(facts, model, answer, plan, baseline);
    energy.scenarios(facts, plan, baseline, pricedCourses, answer.seed);
    energy.preconditions(facts, plan);
    energy.commands(facts, plan);
    printMps(model);
  }
  const seconds = (performance.now() - beganMs) / 1000;
  return { plan, seconds, gapPct: answer.gap === null ? null : 100 * answer.gap };
}

const gapText = (gapPct: number | null): string => (gapPct === null ? "no plan" : `${gapPct.toFixed(2)} %`);

const heads = ["plan at (UTC)", "full s", "gap", "after a furnace trip s", "gap"];
const cellsOf = (row: CourseRow): readonly string[] => [
  row.at.slice(0, 16),
  row.seconds.toFixed(1),
  gapText(row.gapPct),
  row.replanSeconds.toFixed(1),
  gapText(row.replanGapPct),
];

const eventHeads = ["event", "at (UTC)", "proposal after s", "gap"];
const eventCells = (row: EventRow): readonly string[] => [
  row.event,
  row.at.slice(0, 16),
  row.seconds.toFixed(1),
  gapText(row.gapPct),
];

const lineOf = (of: readonly string[], cells: readonly string[]): string =>
  cells.map((cell, i) => `${of[i]} ${cell}`).join(", ");

/** Of each kind of event, and of all of them. */
function eventSummary({ events }: CourseBench): readonly (readonly string[])[] {
  const kinds: readonly (readonly [string, readonly EventRow[]])[] = [
    ...Map.groupBy(events, ({ event }) => event),
    ["all", events],
  ];
  return kinds.map(([kind, rows]) => {
    const seconds = rows.map((row) => row.seconds);
    const gaps = rows.flatMap(({ gapPct }) => gapPct ?? []);
    const texts = (values: readonly number[]): readonly string[] =>
      values.length === 0 ? ["–", "–"] : quantilesOf(values, [0.5, 0.95]).map((value) => value.toFixed(2));
    return [kind, `${rows.length}`, ...texts(seconds), ...texts(gaps), `${rows.length - gaps.length}`];
  });
}

/** The tables of the report. */
export const markdownOf = (bench: CourseBench): string =>
  [
    markdownTable(heads, "|---|--:|--:|--:|--:|", bench.rows.map(cellsOf)),
    "",
    markdownTable(
      ["event", "times", "s, half", "s, 95 %", "gap %, half", "gap %, 95 %", "without a plan"],
      "|---|--:|--:|--:|--:|--:|--:|",
      eventSummary(bench),
    ),
  ].join("\n");
