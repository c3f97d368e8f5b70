/** Kinds as stored in `VariableColumns.kind`. */
export const variableKinds = ["continuous", "integer", "binary"] as const;
export type VariableKind = (typeof variableKinds)[number];

/** Position of a variable in the columns of its model. */
export type VariableIndex = number & { readonly __variable?: never };

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
  /** A soft row may be violated at this price (objective units per unit of the row); absent: hard. */
  readonly pricePerUnit?: number;
}

/** Rows `lower ≤ Σ value·x ≤ upper` in compressed sparse form: row r holds entries start[r] … start[r+1]−1, by column. */
export interface ConstraintRows {
  readonly count: number;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
  readonly meaning: readonly ConstraintMeaning[];
}

/** A named part of the objective; the objective is the sum of its terms. */
export interface ObjectiveTerm extends Meaning {
  readonly column: Int32Array;
  readonly value: Float64Array;
  readonly constant: number;
}

/** An immutable optimisation model in columnar storage. */
export interface Model {
  readonly name: string;
  readonly sense: "minimize" | "maximize";
  readonly variables: VariableColumns;
  readonly constraints: ConstraintRows;
  readonly objective: {
    /** Sum of the terms' linear parts, one entry per variable. */
    readonly linear: Float64Array;
    /** Sum of the terms' constants. */
    readonly constant: number;
    readonly terms: readonly ObjectiveTerm[];
  };
}
