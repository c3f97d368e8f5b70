import type { AnswerStatus, Evidence, Model, ModelFeature } from "@qtwin/model";

/** The class of models a solver takes, as data. */
export interface Acceptance {
  /** What it takes besides binary variables and a linear objective to be minimised; rewrites remove the rest. */
  readonly features: readonly ModelFeature[];
  readonly maxVariables: number;
  readonly maxConstraints: number;
  /**
   * For solvers of one structure: what keeps them from taking this model, in sentences; empty when they take it. It is asked
   * of the model as given, and such a solver gets that model, never a rewritten one.
   */
  readonly recognise?: (model: Model) => readonly string[];
}

/** Facts about a solver that the conformance suite asserts. */
export interface Promises {
  readonly optimality: "proven" | "none";
  readonly bound: boolean;
  /** How the bound is proven, in a few words; where there is one. */
  readonly boundMethod?: string;
  readonly anytime: boolean;
  readonly warmStart: boolean;
  /** What one unit of `workLimit` counts. */
  readonly workUnit: string;
}

export interface SolverOption {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly unit: string;
  readonly doc: string;
}

/** A job survives structured clone: it is sent to a worker. */
export interface SolveJob {
  readonly model: Model;
  readonly timeLimitMs: number;
  /** Stop when the proven relative gap is at most this. */
  readonly gapLimit: number;
  readonly seed: number;
  /** The solver's own count (see `Promises.workUnit`); absent: unlimited. */
  readonly workLimit?: number;
  readonly threads: number;
  /** One value per variable; need not be feasible. */
  readonly warmStart?: Float64Array;
  readonly options: Readonly<Record<string, number>>;
}

/** What a solver knows while it runs. */
export interface Progress {
  readonly objective: number | null;
  readonly bound: number | null;
  /** Present when it is new: it is what remains if the solver must be stopped by force. */
  readonly solution?: Float64Array;
}

export interface SolveContext {
  /** Asked often (at least each second): a solver runs synchronously in a worker, where no event could reach it. */
  readonly stopRequested: () => boolean;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly onProgress: (progress: Progress) => void;
  /** The best others have found since the last call, in this job's own variables; null: nothing new. Ask as often as you like. */
  readonly received: () => Progress | null;
}

/** What a solver itself claims; `solve` turns it into an Answer with an independent feasibility check. */
export interface SolverResult {
  readonly status: AnswerStatus;
  readonly solution: Float64Array | null;
  readonly bound: number | null;
  /** What quantum routines did on the way, each beside its controls. */
  readonly evidence?: readonly Evidence[];
}

export interface Solver {
  readonly id: string;
  readonly title: string;
  readonly accepts: Acceptance;
  readonly promises: Promises;
  readonly options: Readonly<Record<string, SolverOption>>;
  readonly solve: (job: SolveJob, context: SolveContext) => Promise<SolverResult>;
}

/** Declares a solver, the default export of `solver.ts`; its folder in `packages/solvers/src/` carries its id as name. */
export const defineSolver = (solver: Solver): Solver => solver;

export interface Applicability {
  readonly applies: boolean;
  /** Why not, in sentences; empty when it applies. */
  readonly reasons: readonly string[];
  /** Ids of the rewrites to apply first. */
  readonly path: readonly string[];
}
