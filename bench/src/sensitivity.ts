import type { EnergyBenchOptions } from "./energy.ts";
import { openJsonLines } from "./json-lines.ts";
import { samePrices } from "./sensitivity/price-change.ts";
import { isRow, keyOf, type SensitivityRow, type SensitivityRun, unchanged } from "./sensitivity/rows.ts";
import { type RunJob, runInThread } from "./sensitivity/run-in-thread.ts";
import { changeSite, impossibility, site } from "./sensitivity/site-change.ts";
import { changeText, summaryOf } from "./sensitivity/text.ts";
import { candidates, influential, type SensitivityValue, valueNamed } from "./sensitivity/values.ts";

export { linesOf, markdownOf } from "./sensitivity/text.ts";

export interface SensitivityOptions
  extends Required<
    Pick<
      EnergyBenchOptions,
      "dataDir" | "zone" | "fromDate" | "days" | "tariff" | "seed" | "gapLimit" | "timeLimitMs"
    >
  > {
  readonly pricesFile?: string;
  /** Ids of values; default: the ten that the screening put first, and for a screening all candidates. */
  readonly values?: readonly string[];
  /** Each value is run this much lower and this much higher, %. */
  readonly changePct: number;
  /** Native controllers alone, their targets from one week: what the ten values are chosen by. */
  readonly screen: boolean;
  /** Runs at a time. */
  readonly jobs: number;
  /** File that rows are appended to, and where rows of earlier runs are found. */
  readonly outFile?: string;
  readonly signal?: AbortSignal;
  readonly onProgress: (line: string) => void;
}

export interface SensitivityBench {
  readonly zone: string;
  readonly fromDate: string;
  readonly days: number;
  readonly tariff: EnergyBenchOptions["tariff"];
  readonly seed: number;
  readonly screen: boolean;
  readonly changePct: number;
  /** The plant as it is, then each value lower and higher. */
  readonly rows: readonly SensitivityRow[];
  /** Rows asked for: more than there are if the bench was interrupted. */
  readonly of: number;
}

const targetDays = { screen: 7, bench: 28 } as const;

/** A row that is to be had, and how. */
interface Task {
  readonly row: SensitivityRow;
  readonly job: RunJob;
}

/**
 * The energy bench of plants that differ from the site's in one value, the description with them: how bills and savings depend on it.
 * @param run how one bench is run; default: in a thread
 * @throws QT_SENSITIVITY_UNKNOWN_VALUE
 */
export async function benchSensitivity(
  options: SensitivityOptions,
  run: typeof runInThread = runInThread,
): Promise<SensitivityBench> {
  const { zone, fromDate, days, tariff, seed, screen, changePct, signal, onProgress } = options;
  const tasks = tasksOf(options);
  const file = openJsonLines(options.outFile, isRow, keyOf);
  const done = new Map<Task, SensitivityRow>();
  let begun = 0;
  const runTasks = async (): Promise<void> => {
    while (begun < tasks.length && !signal?.aborted) {
      const task = tasks[begun]!;
      begun += 1;
      const name = `${begun} of ${tasks.length}, ${nameOf(task.row)}`;
      const known = file.find(keyOf(task.row));
      const row = known ?? (await rowOf(task, run, signal, (line) => onProgress(`${name}: ${line}`)));
      if (!row) return;
      done.set(task, row);
      // What failed is tried again.
      if (!known && row.bench) file.add(row);
      onProgress(`${name}: ${known ? "known, " : ""}${summaryOf(row)}`);
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, runTasks));
  const rows = tasks.flatMap((task) => done.get(task) ?? []);
  return { zone, fromDate, days, tariff, seed, screen, changePct, rows, of: tasks.length };
}

const nameOf = ({ value, changePct }: SensitivityRun): string =>
  changePct === 0 ? value : `${value} ${changeText(changePct)}`;

async function rowOf(
  { row, job }: Task,
  run: typeof runInThread,
  signal: AbortSignal | undefined,
  onProgress: (line: string) => void,
): Promise<SensitivityRow | null> {
  if (row.problem !== null) return row;
  try {
    const bench = await run(job, signal, onProgress);
    return bench && { ...row, bench };
  } catch (thrown) {
    return { ...row, problem: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

function tasksOf(options: SensitivityOptions): Task[] {
  const ids = options.values ?? (options.screen ? candidates.map(({ id }) => id) : influential);
  const values = ids.map(valueNamed);
  return [
    unchangedTask(options),
    ...values.flatMap((value) =>
      [-options.changePct, options.changePct].map((changePct) => changedTask(options, value, changePct)),
    ),
  ];
}

function unchangedTask(options: SensitivityOptions): Task {
  const { job, conditions } = blockOf(options);
  const row = {
    ...conditions,
    value: unchanged,
    changePct: 0,
    title: "the plant as it is",
    from: null,
    to: null,
  };
  return {
    row: { kind: "sensitivity", ...row, unit: "", problem: null, bench: null },
    job: { ...job, files: site, prices: samePrices },
  };
}

function changedTask(options: SensitivityOptions, value: SensitivityValue, changePct: number): Task {
  const { job, conditions } = blockOf(options);
  const { files, prices, from, to, unit } = changeSite(value, changePct / 100);
  const problem = impossibility(files, options.tariff);
  const row = { ...conditions, value: value.id, changePct, title: value.title, from, to, unit };
  return { row: { kind: "sensitivity", ...row, problem, bench: null }, job: { ...job, files, prices } };
}

function blockOf(options: SensitivityOptions) {
  const { dataDir, zone, fromDate, days, tariff, seed, gapLimit, timeLimitMs, screen, pricesFile } = options;
  const shared = {
    ...{ zone, fromDate, days, tariff, seed, gapLimit, timeLimitMs },
    targetDays: screen ? targetDays.screen : targetDays.bench,
    nativeOnly: screen,
  };
  return {
    conditions: { ...shared, pricesFile: pricesFile ?? null },
    job: { options: { ...shared, dataDir, ...(pricesFile === undefined ? {} : { pricesFile }) } },
  };
}
