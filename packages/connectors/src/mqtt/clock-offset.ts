/** Estimates how far the clock of a source is from ours from the time stamps of live messages. */
export interface ClockOffset {
  /** @param settled false while messages may be old ones that the broker kept for us */
  readonly observe: (sourceTimeMs: number, receivedMs: number, settled: boolean) => void;
  /** Source minus ours in milliseconds; null until measured. */
  readonly offsetMs: () => number | null;
}

/**
 * A time stamp is younger than its receipt by the delay on the way, which is never negative: the largest difference
 * of the last messages is the one with the least delay, so the nearest to the true offset.
 */
export function createClockOffset(windowSize = 32): ClockOffset {
  const differences = new Float64Array(windowSize);
  let count = 0;
  return {
    observe(sourceTimeMs, receivedMs, settled) {
      if (!settled) return;
      differences[count % windowSize] = sourceTimeMs - receivedMs;
      count += 1;
    },
    offsetMs() {
      if (count === 0) return null;
      return Math.max(...differences.subarray(0, Math.min(count, windowSize)));
    },
  };
}
