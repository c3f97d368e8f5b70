import { closeSolverWorkers, solve } from "@qtwin/solvers";
import type { Plan } from "@qtwin/usecases";
import { type EnergyFacts, energy } from "@qtwin/usecases/energy";
import { factsAt, type PlantOptions } from "./energy/plan-instants.ts";
import { planSearch } from "./energy/plan-search.ts";
import { markdownTable } from "./markdown-table.ts";

export interface CourseBenchOptions extends PlantOptions {
  /** Plans to make, one a work day. */
  readonly count: number;
  /** Possible courses that a plan is made for. */
  readonly courses: number;
  readonly timeLimitS: number;
  readonly signal?: AbortSignal;
  readonly onProgress: (line: string) => void;
}

export interface CourseRow {
  readonly at: string;
  /** From facts to a plan that is read: model, start, search. */
  readonly seconds: number;
  readonly gapPct: number | null;
  /** A furnace falls out for two hours: from the facts to a new plan, the one before as its start. */
  readonly replanSeconds: number;
  readonly replanGapPct: number | null;
  /** The same event, planned on the expected course alone. */
  readonly expectedSeconds: number;
  readonly expectedGapPct: number | null;
}

export interface CourseBench {
  readonly zone: string;
  readonly fromDate: string;
  readonly seed: number;
  readonly courses: number;
  readonly rows: readonly CourseRow[];
}

const gapLimit = 0.01;
/** Before the day begins. */
const dawn = [270];
const outageMs = 2 * 3_600_000;

/** Plans for possible courses at dawn, to a proven gap of 1 %, and new ones after a furnace has fallen out. */
export async function benchCourses(options: CourseBenchOptions): Promise<CourseBench> {
  const { zone, fromDate, seed, courses, count, signal, onProgress } = options;
  const rows: CourseRow[] = [];
  for await (const facts of factsAt(options, dawn, { risk: { scenarios: courses, seed } })) {
    const full = await planFor(facts, options);
    const hit = withOutage(facts);
    const again = await planFor(hit, options, full.plan);
    const { risk: _, ...onExpectedCourse } = hit;
    const expected = await planFor(onExpectedCourse, options, full.plan);
    rows.push({
      at: new Date(facts.nowMs).toISOString(),
      ...{ seconds: full.seconds, gapPct: full.gapPct },
      ...{ replanSeconds: again.seconds, replanGapPct: again.gapPct },
      ...{ expectedSeconds: expected.seconds, expectedGapPct: expected.gapPct },
    });
    onProgress(lineOf(rows.at(-1)!));
    if (rows.length >= count || signal?.aborted) break;
  }
  await closeSolverWorkers();
  return { zone, fromDate, seed, courses, rows };
}

function withOutage(facts: EnergyFacts): EnergyFacts {
  const [first, ...others] = facts.furnaces;
  const outage = { startMs: facts.nowMs, endMs: facts.nowMs + outageMs, reason: "trip" };
  return { ...facts, furnaces: [{ ...first!, outages: [...first!.outages, outage] }, ...others] };
}

async function planFor(facts: EnergyFacts, { timeLimitS, seed }: CourseBenchOptions, previous?: Plan) {
  const beganMs = performance.now();
  const model = energy.build(facts);
  const warmStart = energy.warmStart(facts, model, previous);
  const answer = await solve(model, {
    timeLimitMs: 1000 * timeLimitS,
    gapLimit,
    seed,
    ...planSearch,
    ...(warmStart ? { warmStart } : {}),
  });
  const plan = answer.solution ? energy.read(facts, model, answer) : undefined;
  const seconds = (performance.now() - beganMs) / 1000;
  return { plan, seconds, gapPct: answer.gap === null ? null : 100 * answer.gap };
}

const gapText = (gapPct: number | null): string => (gapPct === null ? "no plan" : `${gapPct.toFixed(2)} %`);

const cellsOf = (row: CourseRow): readonly string[] => [
  row.at.slice(0, 16),
  row.seconds.toFixed(1),
  gapText(row.gapPct),
  row.replanSeconds.toFixed(1),
  gapText(row.replanGapPct),
  row.expectedSeconds.toFixed(1),
  gapText(row.expectedGapPct),
];

const heads = ["plan at (UTC)", "full s", "gap", "after the event s", "gap", "expected course s", "gap"];

const lineOf = (row: CourseRow): string =>
  cellsOf(row)
    .map((cell, i) => `${heads[i]} ${cell}`)
    .join(", ");

/** The table of the report. */
export const markdownOf = ({ rows }: CourseBench): string =>
  markdownTable(heads, "|---|--:|--:|--:|--:|--:|--:|", rows.map(cellsOf));
