import { gridEndMs, hourMs, minuteMs, stepIndexAt, stepStartMs, type TimeGrid } from "@qtwin/core";
import { counterStep } from "./counter.ts";
import type { Measurement } from "./measurement.ts";
import type { PointSpec } from "./point.ts";

/** Values with less confidence are left out of means (TW40). */
export const usableConfidence = 0.5;

/** A number that held, or an amount that was counted, from one instant to another. */
export interface Segment {
  readonly startMs: number;
  readonly endMs: number;
  /** The value while it held, or for counters the rate per hour. */
  readonly value: number;
}

/** Longest time between two readings of a counter over which the increase is spread evenly. */
export const counterGapMs = 6 * hourMs;

/** TW41: how long a value is taken to hold when no other follows. */
export function holdMs(point: Pick<PointSpec, "periodS">): number {
  return Math.max(3 * point.periodS, 15) * 1000;
}

type Reading = Pick<Measurement, "sourceTimeMs" | "value" | "confidence" | "intervalStartMs">;

/**
 * Segments of a sampled quantity: each usable value holds until the next one comes, at most `holdMs` (TW41); values
 * with an interval cover exactly that.
 * @param readings oldest first, one per source time
 */
export function heldSegments(
  readings: readonly Reading[],
  point: Pick<PointSpec, "periodS">,
  untilMs: number,
): readonly Segment[] {
  return readings.flatMap((reading, index) => {
    if (typeof reading.value !== "number" || reading.confidence < usableConfidence) return [];
    const nextMs = readings[index + 1]?.sourceTimeMs ?? untilMs;
    const endMs = Math.min(nextMs, reading.sourceTimeMs + holdMs(point));
    return endMs > reading.sourceTimeMs
      ? [{ startMs: reading.sourceTimeMs, endMs, value: reading.value }]
      : [];
  });
}

/**
 * Segments of a counter: rate per hour between usable readings, aware of roll-over and reset (TW42).
 * @param readings oldest first, one per source time
 */
export function counterSegments(readings: readonly Reading[], rollover?: number): readonly Segment[] {
  const usable = readings.filter(
    (reading) => typeof reading.value === "number" && reading.confidence >= usableConfidence,
  );
  return usable.slice(1).flatMap((reading, index) => {
    const before = usable[index]!;
    const lastedMs = reading.sourceTimeMs - before.sourceTimeMs;
    if (lastedMs <= 0 || lastedMs > counterGapMs) return [];
    const { increase } = counterStep(before.value as number, reading.value as number, rollover);
    return [
      { startMs: before.sourceTimeMs, endMs: reading.sourceTimeMs, value: (increase * hourMs) / lastedMs },
    ];
  });
}

export interface StepMeans {
  /** Time-weighted mean per step over what is known; null where nothing is. */
  readonly means: readonly (number | null)[];
  /** Share of each step that is known, 0 … 1. */
  readonly coverage: readonly number[];
}

/** Means of segments on a grid. Segments must not overlap. */
export function stepMeans(segments: readonly Segment[], grid: TimeGrid): StepMeans {
  const known = new Float64Array(grid.count);
  const sums = new Float64Array(grid.count);
  for (const { startMs, endMs, value } of segments) {
    const first = Math.max(0, stepIndexAt(grid, startMs));
    const last = Math.min(grid.count - 1, stepIndexAt(grid, endMs - 1));
    for (let step = first; step <= last; step++) {
      const overlapMs =
        Math.min(endMs, stepStartMs(grid, step + 1)) - Math.max(startMs, stepStartMs(grid, step));
      if (overlapMs <= 0) continue;
      known[step]! += overlapMs;
      sums[step]! += overlapMs * value;
    }
  }
  return {
    means: Array.from(known, (ms, step) => (ms > 0 ? sums[step]! / ms : null)),
    coverage: Array.from(known, (ms) => ms / (grid.stepMin * minuteMs)),
  };
}

/** Means per step of a point; counters give their increase per hour. @param readings oldest first, one per source time */
export function pointMeans(
  readings: readonly Reading[],
  point: Pick<PointSpec, "kind" | "periodS" | "rollover">,
  grid: TimeGrid,
): StepMeans {
  const segments =
    point.kind === "counter"
      ? counterSegments(readings, point.rollover)
      : heldSegments(readings, point, gridEndMs(grid));
  return stepMeans(segments, grid);
}
