import { gridEndMs, minuteMs, type TimeGrid } from "@qtwin/core";
import { counterGapMs, holdMs, usableConfidence } from "@qtwin/twin";
import type pg from "pg";
import type { SeriesPoint } from "./history.ts";

/**
 * Means in the database, by the rules of `@qtwin/twin` series.ts (TW40 … TW42), which the tests hold them to: months of
 * one-second values never leave it.
 */
export async function meansOf(
  pool: pg.Pool,
  key: number,
  point: SeriesPoint,
  grid: TimeGrid,
): Promise<readonly (number | null)[]> {
  const fromMs = grid.startMs;
  const untilMs = gridEndMs(grid);
  const stepMs = grid.stepMin * minuteMs;
  const isCounter = point.kind === "counter";
  const reachMs = isCounter ? counterGapMs : holdMs(point);
  const found = await pool.query<{ step: number; mean: number }>(
    `${isCounter ? counterSegments : heldSegments}${meansOfSegments}`,
    [key, fromMs, untilMs, stepMs, usableConfidence, reachMs, ...(isCounter ? [point.rollover ?? null] : [])],
  );
  const means = new Array<number | null>(grid.count).fill(null);
  for (const { step, mean } of found.rows) means[step] = mean;
  return means;
}

/** Key order puts the version that counts last within a source time: it is the one whose follower has another time. */
const versions = `
  select source_ms, number, confidence,
    lead(source_ms) over (order by source_ms, server_ms, quality, digest) as next_ms
  from qtwin.history where point = $1`;

const usable = `number is not null and number <> 'NaN' and abs(number) <> 'Infinity' and confidence >= $5::real`;

const heldSegments = `
with versions as (${versions} and source_ms >= $2::bigint - $6::bigint and source_ms < $3::bigint),
segments as (
  select source_ms as start_ms, least(coalesce(next_ms, $3), source_ms + $6) as end_ms, number as value
  from versions where ${usable}
)`;

const counterSegments = `
with versions as (${versions} and source_ms >= $2::bigint - $6::bigint and source_ms < $3::bigint + $6::bigint),
readings as (
  select source_ms, number, lag(source_ms) over (order by source_ms) as before_ms,
    lag(number) over (order by source_ms) as before
  from versions where next_ms is distinct from source_ms and ${usable}
),
segments as (
  select before_ms as start_ms, source_ms as end_ms,
    (case when number >= before then number - before
      when before >= 0.9 * $7::float8 and number <= 0.1 * $7::float8 then $7::float8 - before + number
      else greatest(number, 0) end) * 3600000 / (source_ms - before_ms) as value
  from readings where source_ms - before_ms <= $6
)`;

/** A segment is cut at the ends of steps; nearly all lie in one, and only the others are worth a series. */
const meansOfSegments = `,
clipped as (
  select greatest(start_ms, $2) as start_ms, least(end_ms, $3) as end_ms, value,
    (greatest(start_ms, $2) - $2) / $4::bigint as first, (least(end_ms, $3) - 1 - $2) / $4 as last
  from segments where end_ms > $2 and start_ms < $3 and end_ms > start_ms
),
parts as (
  select first as step, value, (least(end_ms, $2 + (first + 1) * $4) - start_ms)::float8 as overlap from clipped
  union all
  select step, value, (least(end_ms, $2 + (step + 1) * $4) - ($2 + step * $4))::float8
  from clipped, generate_series(first + 1, last) as step where last > first
)
select step, sum(value * overlap) / sum(overlap) as mean from parts group by step`;
