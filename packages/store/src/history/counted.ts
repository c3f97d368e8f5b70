import { minuteMs, stepStartMs, type TimeGrid } from "@qtwin/core";
import { counterGapMs, counterStep, usableConfidence } from "@qtwin/twin";
import type pg from "pg";
import type { SeriesPoint } from "./history.ts";

/** A reading farther from the end of a step than this says nothing about it, unless the counter stood still. */
const nearMs = minuteMs;

interface Reading {
  readonly atMs: number;
  readonly value: number;
}

/** Of the readings that are nearest to the end of a step, the versions that count (TW23). */
const nearest = `
with ends as (select index, $2::bigint + index * $3::bigint as end_ms from generate_series(0, $4::int) as index)
select index, before.*, after.*
from ends
left join lateral (
  select source_ms as before_ms, number as before_value, confidence as before_confidence from qtwin.history
  where point = $1 and source_ms <= end_ms and source_ms > end_ms - $5::bigint
  order by source_ms desc, server_ms desc, quality desc, digest desc limit 1
) before on true
left join lateral (
  select source_ms as after_ms, number as after_value, confidence as after_confidence from qtwin.history
  where point = $1 and source_ms = (
    select source_ms from qtwin.history
    where point = $1 and source_ms > end_ms and source_ms < end_ms + $5::bigint order by source_ms limit 1
  )
  order by server_ms desc, quality desc, digest desc limit 1
) after on true
order by index`;

interface Row {
  readonly before_ms: number | null;
  readonly before_value: number | null;
  readonly before_confidence: number | null;
  readonly after_ms: number | null;
  readonly after_value: number | null;
  readonly after_confidence: number | null;
}

/**
 * Increase of a counter in each step, as a bill counts it: from its readings at both ends, between two of which it is taken to grow
 * evenly. Null where an end has no usable reading within a minute on either side, or the counter was reset; a counter that shows the
 * same before and after an end, as some sources tell only what changes, stood still.
 */
export async function countedIn(
  pool: pg.Pool,
  key: number,
  point: SeriesPoint,
  grid: TimeGrid,
): Promise<readonly (number | null)[]> {
  const stepMs = grid.stepMin * minuteMs;
  const found = await pool.query<Row>(nearest, [key, grid.startMs, stepMs, grid.count, counterGapMs]);
  const ends = found.rows.map((row, index) => readingAt(row, stepStartMs(grid, index), point));
  return Array.from({ length: grid.count }, (_, step) => increase(ends[step], ends[step + 1], point));
}

function readingAt(row: Row, atMs: number, { rollover }: SeriesPoint): Reading | null {
  const before = reading(row.before_ms, row.before_value, row.before_confidence);
  if (!before || before.atMs === atMs) return before;
  const after = reading(row.after_ms, row.after_value, row.after_confidence);
  if (!after) return null;
  if (after.value === before.value) return { atMs, value: before.value };
  if (atMs - before.atMs >= nearMs || after.atMs - atMs >= nearMs) return null;
  const { increase, event } = counterStep(before.value, after.value, rollover);
  const share = (atMs - before.atMs) / (after.atMs - before.atMs);
  return event === "reset" ? null : { atMs, value: before.value + increase * share };
}

const reading = (atMs: number | null, value: number | null, confidence: number | null): Reading | null =>
  atMs === null || value === null || !Number.isFinite(value) || (confidence ?? 0) < usableConfidence
    ? null
    : { atMs, value };

function increase(
  from: Reading | null | undefined,
  until: Reading | null | undefined,
  { rollover }: SeriesPoint,
): number | null {
  if (!from || !until) return null;
  const step = counterStep(from.value, until.value, rollover);
  return step.event === "reset" ? null : step.increase;
}
