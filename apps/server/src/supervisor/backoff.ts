export const firstDelayMs = 250;
export const longestDelayMs = 15_000;
/** A run this long counts as healthy: the next failure starts from the first delay. */
export const healthyAfterMs = 60_000;

/** How long to wait before a start, after so many failed runs in a row: doubling, with a limit. */
export const restartDelayMs = (failures: number): number =>
  failures <= 0 ? 0 : Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1));
