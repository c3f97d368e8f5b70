/** Time that passes but while it stands. */
export interface Stopwatch {
  readonly elapsedMs: () => number;
  /** Does work while it stands; not one within another. */
  readonly aside: <T>(work: () => Promise<T>) => Promise<T>;
}

/** @param now monotonic milliseconds */
export function stopwatch(now: () => number): Stopwatch {
  const beganMs = now();
  let stoodMs = 0;
  let sinceMs: number | null = null;
  return {
    elapsedMs: () => (sinceMs ?? now()) - beganMs - stoodMs,
    async aside(work) {
      const fromMs = now();
      sinceMs = fromMs;
      try {
        return await work();
      } finally {
        stoodMs += now() - fromMs;
        sinceMs = null;
      }
    },
  };
}
