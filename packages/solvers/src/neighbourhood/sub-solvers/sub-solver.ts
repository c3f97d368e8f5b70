import type { Evidence, Model } from "@qtwin/model";
import type { SolveContext } from "../../contract.ts";

/** One neighbourhood to be solved. */
export interface SubTask {
  /** Of the free decisions. */
  readonly model: Model;
  /** The incumbent in its variables. */
  readonly start: Float64Array;
  /** `unproven`: the start may break what it likes; default feasible. */
  readonly incumbent?: "feasible" | "unproven";
  readonly seed: number;
  /** Wall time; counts limit the work, so that it repeats. */
  readonly timeLimitMs: number;
  readonly context: Pick<SolveContext, "now" | "stopRequested">;
  /**
   * Does what no answer needs, such as the controls of a quantum run, while the caller's clock stands: neither its seconds
   * nor `timeLimitMs` count it. Absent: both do.
   */
  readonly aside?: <T>(work: () => Promise<T>) => Promise<T>;
}

export interface SubOutcome {
  /** In the task's variables; need be neither feasible nor better. Null: nothing was found. */
  readonly values: Float64Array | null;
  /** `done`: as good as this sub-solver can; `limit`: cut short; `too-large`: not tried. */
  readonly end: "done" | "limit" | "too-large";
  /** Proven: no solution of the task is better than its values. */
  readonly optimal: boolean;
}

/** What solves neighbourhoods. */
export interface SubSolver {
  readonly id: string;
  /** Blocks of the first neighbourhoods. */
  readonly startSize: number;
  /** Whether columns that only follow from others may be free: each free column costs much in a QUBO. */
  readonly takesFollowers: boolean;
  readonly solve: (task: SubTask) => Promise<SubOutcome>;
  /** What quantum routines did so far, beside their controls. */
  readonly evidence?: (model: Model, seed: number) => readonly Evidence[];
}

export const tooLarge: SubOutcome = { values: null, end: "too-large", optimal: false };
