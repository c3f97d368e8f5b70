/** Estimates how far the clock of a source is from ours by the time stamps of live messages. */
export interface ClockOffset {
  /** Takes the time stamp of a message minus the time of its receipt; returns the offset now, milliseconds. */
  readonly observe: (differenceMs: number) => number;
  /** Source minus ours, milliseconds; null until measured. */
  readonly offsetMs: () => number | null;
}

/**
 * A message arrives later than it was stamped by its way, which is never negative: the largest difference of the last
 * messages is the one with the shortest way, so the nearest to the true offset.
 */
export function createClockOffset(windowSize = 32): ClockOffset {
  const differencesMs = new Float64Array(windowSize).fill(Number.NEGATIVE_INFINITY);
  let count = 0;
  let offsetMs: number | null = null;
  return {
    observe(differenceMs) {
      differencesMs[count % windowSize] = differenceMs;
      count += 1;
      offsetMs = Math.max(...differencesMs);
      return offsetMs;
    },
    offsetMs: () => offsetMs,
  };
}
