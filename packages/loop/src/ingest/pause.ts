/** Waits, or ends early with the signal. Wall time. */
export function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, delayMs);
    signal.addEventListener("abort", end);
  });
}

/** Pauses that double from attempt to attempt, 0.25 s to 10 s. */
export const growingPauseMs = (attempt: number): number => Math.min(250 * 2 ** attempt, 10_000);
