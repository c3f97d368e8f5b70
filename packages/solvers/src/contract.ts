import type { AnswerStatus, Incumbent, Model, VariableKind } from "@qtwin/model";

/** The class of models a solver takes, as data. */
export interface Acceptance {
  readonly variables: readonly VariableKind[];
  readonly objective: "linear" | "quadratic";
  readonly constraints: readonly "linear"[];
  readonly maxVariables: number;
  readonly maxConstraints: number;
}

/** Facts about a solver that the conformance suite asserts. */
export interface Promises {
  readonly optimality: "proven" | "none";
  readonly bound: boolean;
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

export interface SolveContext {
  readonly signal: AbortSignal;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly onIncumbent: (incumbent: Incumbent) => void;
}

/** What a solver itself claims; `solve` turns it into an Answer with an independent feasibility check. */
export interface SolverResult {
  readonly status: AnswerStatus;
  readonly solution: Float64Array | null;
  readonly bound: number | null;
}

export interface Solver {
  readonly id: string;
  readonly title: string;
  readonly accepts: Acceptance;
  readonly promises: Promises;
  readonly options: Readonly<Record<string, SolverOption>>;
  readonly solve: (job: SolveJob, context: SolveContext) => Promise<SolverResult>;
}

/** Declares a solver; its folder in `packages/solvers/src/` carries the same name as its id. */
export const defineSolver = (solver: Solver): Solver => solver;

export interface Applicability {
  readonly applies: boolean;
  /** Why not, in sentences; empty when it applies. */
  readonly reasons: readonly string[];
  /** Ids of the rewrites to apply first. */
  readonly path: readonly string[];
}
