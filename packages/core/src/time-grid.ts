/** Equal steps of UTC time; step i covers [startMs + i·stepMin, startMs + (i+1)·stepMin). */
export interface TimeGrid {
  /** First instant, milliseconds since 1970 UTC. */
  readonly startMs: number;
  readonly stepMin: number;
  readonly count: number;
}

export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

export function stepStartMs(grid: TimeGrid, index: number): number {
  return grid.startMs + index * grid.stepMin * minuteMs;
}

export function gridEndMs(grid: TimeGrid): number {
  return stepStartMs(grid, grid.count);
}

/** Index of the step that holds an instant; negative or ≥ count when it lies outside. */
export function stepIndexAt(grid: TimeGrid, instantMs: number): number {
  return Math.floor((instantMs - grid.startMs) / (grid.stepMin * minuteMs));
}

/** The start of the clock step (of `stepMin` minutes, UTC-aligned) that holds an instant. */
export function floorToStep(instantMs: number, stepMin: number): number {
  const stepMs = stepMin * minuteMs;
  return Math.floor(instantMs / stepMs) * stepMs;
}
