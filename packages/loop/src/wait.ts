/** Waits in wall time; an abort ends the wait early, without an error. */
export function waitWall(wallMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, wallMs);
    signal.addEventListener("abort", done, { once: true });
  });
}
