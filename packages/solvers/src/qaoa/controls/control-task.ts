import type { QaoaProblem } from "../problem.ts";

/** What a control is asked to do: as much as the quantum run beside it, with the same post-processing. */
export interface ControlTask {
  readonly problem: QaoaProblem;
  /** Energies up to here are the reference. */
  readonly limit: number;
  /** Starts at most: as many as the run had shots. */
  readonly starts: number;
  /** End-to-end seconds of the run. */
  readonly seconds: number;
  readonly seed: number;
  readonly now: () => number;
  readonly stopRequested: () => boolean;
}

/** Whether a control that began at `beganMs` and has made so many starts may make another. */
export function mayStart(
  { starts, seconds, now, stopRequested }: ControlTask,
  beganMs: number,
  made: number,
): boolean {
  if (made === 0) return true;
  return made < starts && now() - beganMs < seconds * 1000 && !stopRequested();
}
