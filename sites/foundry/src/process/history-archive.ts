import { appendFileSync, existsSync, readFileSync } from "node:fs";
import type { SensorReading } from "../plant-model.ts";
import { writeFileAtomic } from "./files.ts";

/** Points the plant's historian keeps. */
export const archivedPoints = [
  "air.flowM3min",
  "pv.powerKw",
  "meter.importKw",
  "hall.outdoorC",
  "base.powerKw",
] as const;
export type ArchivedPoint = (typeof archivedPoints)[number];

/** Means of one clock quarter-hour. */
export interface QuarterMeans {
  /** Start of the quarter, UTC ms: the time stamp of its means. */
  readonly startMs: number;
  readonly means: { readonly [P in ArchivedPoint]?: number };
}

export interface HistoryArchive {
  /** Means of a point whose quarter starts in [fromMs, toMs), oldest first. */
  readonly read: (
    point: ArchivedPoint,
    fromMs: number,
    toMs: number,
  ) => readonly { startMs: number; mean: number }[];
  /** Takes what the sensors tell now; a quarter that is over is written down. */
  readonly observe: (nowMs: number, readings: readonly SensorReading[]) => void;
  /** Puts older quarters in front. */
  readonly prepend: (quarters: readonly QuarterMeans[]) => void;
  readonly oldestMs: () => number | null;
}

export const quarterMs = 900_000;
const keptQuarters = 28 * 96;

/** Opens the archive, a file with one line a quarter-hour; it keeps 28 days. */
export function openHistory(file: string): HistoryArchive {
  let quarters: QuarterMeans[] = existsSync(file)
    ? parseLines(readFileSync(file, "utf8")).slice(-keptQuarters)
    : [];
  const sums = new Map<string, { sum: number; count: number }>();
  let openMs: number | null = null;

  const close = (startMs: number) => {
    const means = Object.fromEntries([...sums].map(([id, { sum, count }]) => [id, sum / count]));
    sums.clear();
    if (Object.keys(means).length === 0) return;
    const quarter = { startMs, means };
    quarters.push(quarter);
    if (quarters.length > keptQuarters) quarters = quarters.slice(-keptQuarters);
    appendFileSync(file, `${JSON.stringify(quarter)}\n`, { mode: 0o600 });
  };

  return {
    read: (point, fromMs, toMs) =>
      quarters.flatMap(({ startMs, means }) => {
        const mean = means[point];
        return startMs >= fromMs && startMs < toMs && mean !== undefined ? [{ startMs, mean }] : [];
      }),
    observe: (nowMs, readings) => {
      const startMs = Math.floor(nowMs / quarterMs) * quarterMs;
      if (openMs !== null && startMs !== openMs) close(openMs);
      openMs = startMs;
      for (const { pointId, value, quality } of readings) {
        if (!isArchived(pointId) || quality === "bad" || typeof value !== "number") continue;
        const { sum, count } = sums.get(pointId) ?? { sum: 0, count: 0 };
        sums.set(pointId, { sum: sum + value, count: count + 1 });
      }
    },
    prepend: (older) => {
      const firstMs = quarters[0]?.startMs ?? Number.POSITIVE_INFINITY;
      quarters = [...older.filter((quarter) => quarter.startMs < firstMs), ...quarters].slice(-keptQuarters);
      writeFileAtomic(file, quarters.map((quarter) => `${JSON.stringify(quarter)}\n`).join(""));
    },
    oldestMs: () => quarters[0]?.startMs ?? null,
  };
}

const archived: ReadonlySet<string> = new Set(archivedPoints);
const isArchived = (pointId: string): pointId is ArchivedPoint => archived.has(pointId);

/** A torn last line, from a crash while writing, is left out. */
const parseLines = (text: string): QuarterMeans[] =>
  text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as QuarterMeans);
