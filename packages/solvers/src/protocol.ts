import type { SerializedError } from "@qtwin/core";
import type { Progress, SolveJob, SolverResult } from "./contract.ts";

/** What the main thread sends a worker; one job at a time. */
export interface JobMessage {
  /** URL of the module whose default export is the solver. */
  readonly module: string;
  readonly job: SolveJob;
  /** See `board.ts`. */
  readonly board: SharedArrayBuffer;
}

/** What a worker answers. */
export type WorkerMessage =
  | { readonly kind: "progress"; readonly elapsedMs: number; readonly progress: Progress }
  | { readonly kind: "done"; readonly result: SolverResult }
  | { readonly kind: "failed"; readonly error: SerializedError };
