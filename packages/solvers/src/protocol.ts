import type { SerializedError } from "@qtwin/core";
import type { Progress, SolveJob, SolverResult } from "./contract.ts";

/** What the main thread sends a worker; one job at a time. */
export interface JobMessage {
  /** Answers carry it, so that what an earlier job still says is not taken for this one's. */
  readonly id: number;
  /** URL of the module whose default export is the solver. */
  readonly module: string;
  readonly job: SolveJob;
  /** When it was sent, by `clockMs`: to start a thread and load a solver takes its share of the time limit. */
  readonly sentMs: number;
  /** See `board.ts`. */
  readonly board: SharedArrayBuffer;
}

/** What a worker answers. */
export type WorkerMessage = { readonly id: number } & (
  | { readonly kind: "begun" }
  /** `elapsedMs` since the job was sent. */
  | { readonly kind: "progress"; readonly elapsedMs: number; readonly progress: Progress }
  | { readonly kind: "done"; readonly result: SolverResult }
  | { readonly kind: "failed"; readonly error: SerializedError }
);

/** Monotonic milliseconds that all threads of a process count from the same instant. */
export const clockMs = (): number => performance.timeOrigin + performance.now();
