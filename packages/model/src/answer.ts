import type { Evidence } from "./evidence.ts";

/** How a solve ended: a value, never an exception. */
export const answerStatuses = ["optimal", "feasible", "infeasible", "unbounded", "time-limit"] as const;
/** `optimal`: proven within the requested gap. `feasible`: a solution, not proven. `time-limit`: none found in time. */
export type AnswerStatus = (typeof answerStatuses)[number];

/** One improvement seen while solving. */
export interface Incumbent {
  /** Seconds since the start of the solve. */
  readonly seconds: number;
  /** Null until a solution is known. */
  readonly objective: number | null;
  readonly bound: number | null;
  readonly solver: string;
}

export interface Violation {
  readonly constraintId: string;
  readonly sentence: string;
  /** Positive distance to the allowed range, in `unit`. */
  readonly amount: number;
  readonly unit: string;
  /** Present for a soft constraint: what one unit of the violation costs; it does not make the solution infeasible. */
  readonly pricePerUnit?: number;
  /** Present when the constraint depends on the scenario: in which one it is violated. */
  readonly scenario?: string;
}

/** Independent check of a solution on the original model. */
export interface FeasibilityReport {
  readonly feasible: boolean;
  /** Rows, bounds and integrality are held to this absolute tolerance, scaled by max(1, |bound|). */
  readonly tolerance: number;
  /** Of hard constraints, bounds and integrality. */
  readonly worstViolation: number;
  readonly violations: readonly Violation[];
}

export const memberOutcomes = ["proved", "ended", "stopped", "failed", "not started"] as const;

/** What became of one solver that took part. */
export interface MemberReport {
  readonly solver: string;
  readonly seed: number;
  /** Why it stood where it stood in the order of start. */
  readonly reason: string;
  readonly outcome: (typeof memberOutcomes)[number];
  readonly seconds: number;
  /** Its best solution that was checked; null: none. */
  readonly objective: number | null;
  readonly bound: number | null;
  readonly note?: string;
}

export interface Answer {
  readonly status: AnswerStatus;
  readonly sense: "minimize" | "maximize";
  readonly objective: number | null;
  /** Proven: no feasible solution is better than this. */
  readonly bound: number | null;
  /** Who proved the bound, and how. */
  readonly boundMethod?: string;
  /** |objective − bound| / max(1e-9, |objective|); null without both. */
  readonly gap: number | null;
  readonly seconds: number;
  readonly solver: string;
  readonly seed: number;
  /** One value per variable, in the model's order; null when there is none. */
  readonly solution: Float64Array | null;
  readonly feasibility: FeasibilityReport | null;
  readonly timeline: readonly Incumbent[];
  /** One entry for each quantum run, beside its controls; empty when no quantum method took part. */
  readonly evidence: readonly Evidence[];
  /** The solvers in the order they started, those that were not needed last. */
  readonly members?: readonly MemberReport[];
  /** What else the reader should know, in sentences: stopped on request, worker ended, bound withdrawn. */
  readonly notes?: readonly string[];
}

/** |objective − bound| / max(1e-9, |objective|). */
export const relativeGap = (objective: number, bound: number): number =>
  Math.abs(objective - bound) / Math.max(1e-9, Math.abs(objective));
