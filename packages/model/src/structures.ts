import type { ConstraintMeaning, VariableIndex } from "./model.ts";

/** Constraint kinds of industry that are kept whole; rewrites lower them where a solver needs rows. */
export const structureKinds = [
  "exactly-one",
  "at-most",
  "implication",
  "precedence",
  "no-overlap",
  "cumulative",
  "permutation",
] as const;
export type StructureKind = (typeof structureKinds)[number];

/** Exactly one of the columns (binary or choice) is 1. Violation: |number of ones − 1|. */
export interface ExactlyOne {
  readonly kind: "exactly-one";
  readonly meaning: ConstraintMeaning;
  readonly columns: Int32Array;
}

/** At most `limit` of the columns (binary or choice) are 1. Violation: how many too many. */
export interface AtMost {
  readonly kind: "at-most";
  readonly meaning: ConstraintMeaning;
  readonly limit: number;
  readonly columns: Int32Array;
}

/** When the column `when` (binary or choice) has the value `is`, then lower ≤ Σ value·x ≤ upper. Violation: distance to that range. */
export interface Implication {
  readonly kind: "implication";
  readonly meaning: ConstraintMeaning;
  readonly when: VariableIndex;
  readonly is: 0 | 1;
  readonly column: Int32Array;
  readonly value: Float64Array;
  readonly lower: number;
  readonly upper: number;
}

/** start[after] ≥ start[before] + lag. Violation: how much too early. */
export interface Precedence {
  readonly kind: "precedence";
  readonly meaning: ConstraintMeaning;
  readonly before: VariableIndex;
  readonly after: VariableIndex;
  readonly lag: number;
}

/** Activities with a start column (integer or continuous), a duration ≥ 0 and perhaps a column that says whether they happen. */
export interface Intervals {
  readonly start: Int32Array;
  readonly duration: Float64Array;
  /** Column (binary or choice) that is 1 when the activity happens; −1: it always does. */
  readonly present: Int32Array;
}

/**
 * No two present activities run at once. `setup[i·n + j]` is the least time from the end of i to the start of j when
 * they are direct neighbours, null: none is needed. An activity of duration 0 may not lie inside another. Violation:
 * summed over pairs of direct neighbours in order of start, how much too early the later one starts.
 */
export interface NoOverlap extends Intervals {
  readonly kind: "no-overlap";
  readonly meaning: ConstraintMeaning;
  readonly setup: Float64Array | null;
}

/** The demands of the activities that run at one moment sum up to at most `capacity`. Violation: the largest excess. */
export interface Cumulative extends Intervals {
  readonly kind: "cumulative";
  readonly meaning: ConstraintMeaning;
  readonly demand: Float64Array;
  readonly capacity: number;
}

/** n choices of n options each: every option position is taken once. Violation: how many positions are not taken. */
export interface Permutation {
  readonly kind: "permutation";
  readonly meaning: ConstraintMeaning;
  /** Positions in `VariableColumns.choices`. */
  readonly choices: Int32Array;
}

export type Structure = ExactlyOne | AtMost | Implication | Precedence | NoOverlap | Cumulative | Permutation;
