import type { Structure } from "./structures.ts";
import type { Risk, Uncertainty } from "./uncertainty.ts";

/**
 * Kinds as stored in `VariableColumns.kind`. A `choice` column is one option of a choice: 1 when it is taken, else 0,
 * and exactly one option of each choice is taken.
 */
export const variableKinds = ["continuous", "integer", "binary", "choice"] as const;
export type VariableKind = (typeof variableKinds)[number];

/** Position of a variable in the columns of its model. */
export type VariableIndex = number & { readonly __variable?: never };

/** Exactly one of `options.length` options: the columns `first` … `first + options.length − 1`, in order. */
export interface Choice {
  readonly name: string;
  readonly first: VariableIndex;
  /** Labels, unique within the choice. */
  readonly options: readonly string[];
}

export interface VariableColumns {
  readonly count: number;
  readonly names: readonly string[];
  /** Index into `variableKinds`, one byte each. */
  readonly kind: Uint8Array;
  /** −Infinity where there is none. */
  readonly lower: Float64Array;
  /** Infinity where there is none. */
  readonly upper: Float64Array;
  /** Unit of each variable's value, `1` where it has none. */
  readonly units: readonly string[];
  /** In the order of their columns. */
  readonly choices: readonly Choice[];
  /** 1: decided after the uncertain parameters are known, once for each scenario; 0: decided now. */
  readonly recourse: Uint8Array;
}

/** What a person needs to understand a constraint or an objective term. */
export interface Meaning {
  /** Stable and unique in the model, for example `peak-ratchet[17]`. */
  readonly id: string;
  /** The rule this row belongs to, for example `peak-ratchet`; rows of one rule share one sentence. */
  readonly rule: string;
  /** A sentence a planner understands. */
  readonly sentence: string;
  /** Unit of the row's activity. */
  readonly unit: string;
  /** Which rule, file or line it came from. */
  readonly origin?: string;
}

export interface ConstraintMeaning extends Meaning {
  /** A soft constraint may be violated at this price (objective units per unit of the row); absent: hard. */
  readonly pricePerUnit?: number;
  /** Probability, in (0, 1), with which it must hold over the scenarios; absent: in each of them. */
  readonly chance?: number;
}

export interface ObjectiveMeaning extends Meaning {
  /** Factor of this part in the objective, default 1; the part itself is stated in its own unit. */
  readonly weight?: number;
  /** Parts of a higher priority are optimised first and then held; default 0. */
  readonly priority?: number;
  /** How scenarios become one number; default expectation. */
  readonly risk?: Risk;
}

/**
 * Products of two variables in compressed sparse form: row r holds entries start[r] … start[r+1]−1. left ≤ right, each
 * pair once a row, in order; left = right is a square (never of a variable that is only 0 or 1: its square is itself).
 */
export interface QuadraticEntries {
  readonly start: Int32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly value: Float64Array;
}

/**
 * Products of three factors or more: row r holds entries start[r] … start[r+1]−1, entry e the factors
 * factor[factorStart[e]] … factor[factorStart[e+1]−1], ascending, a repeated one for each power.
 */
export interface HigherEntries {
  readonly start: Int32Array;
  readonly factorStart: Int32Array;
  readonly factor: Int32Array;
  readonly value: Float64Array;
}

/**
 * Rows `lower ≤ f(x) ≤ upper` in compressed sparse form. The linear part of row r holds entries start[r] … start[r+1]−1,
 * by column; `quadratic` and `higher` hold the products.
 */
export interface ConstraintRows {
  readonly count: number;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
  readonly quadratic: QuadraticEntries;
  readonly higher: HigherEntries;
  readonly meaning: readonly ConstraintMeaning[];
}

/** A named part of the objective; the objective is the weighted sum of its parts. Products have one row. */
export interface ObjectiveTerm extends ObjectiveMeaning {
  readonly column: Int32Array;
  readonly value: Float64Array;
  readonly quadratic: QuadraticEntries;
  readonly higher: HigherEntries;
  readonly constant: number;
}

export interface Objective {
  /** Weighted sum of the terms' linear parts, one entry per variable. */
  readonly linear: Float64Array;
  /** Weighted sum of the terms' constants. */
  readonly constant: number;
  /** Weighted sums of the terms' products, one row each. */
  readonly quadratic: QuadraticEntries;
  readonly higher: HigherEntries;
  readonly terms: readonly ObjectiveTerm[];
}

/** An immutable optimisation model in columnar storage. */
export interface Model {
  readonly name: string;
  readonly sense: "minimize" | "maximize";
  readonly variables: VariableColumns;
  readonly constraints: ConstraintRows;
  /** Constraints that stay whole until a solver needs them as rows. */
  readonly structures: readonly Structure[];
  readonly objective: Objective;
  /** Null: all numbers are certain. Numbers elsewhere are then nominal ones. */
  readonly uncertainty: Uncertainty | null;
}
