import type { ApproveMode } from "./context.ts";
import type { WorkerOptions } from "./worker.ts";

export interface CycleOptions extends WorkerOptions {
  readonly cycles: number;
  readonly approve: ApproveMode;
  readonly onCycle?: (cycle: CycleResult) => void;
}

/** One turn of the loop, from snapshot to verified write. */
export interface CycleResult {
  readonly proposalId: string | null;
  readonly state: string;
  readonly baselineCostEur: number;
  readonly planCostEur: number;
  readonly predictedSavingPct: number;
  readonly gapPct: number | null;
  readonly solveSeconds: number;
  readonly writesDone: number;
  readonly writesVerified: number;
}
