/** How the values of an objective term over the scenarios become one number. */
export type Risk =
  | { readonly measure: "expectation" }
  /** Mean of the worst share 1 − alpha of the outcomes; alpha in [0, 1). Rockafellar & Uryasev 2000. */
  | { readonly measure: "cvar"; readonly alpha: number }
  | { readonly measure: "worst-case" };

/** A number that is not known for certain. */
export interface Parameter {
  readonly id: string;
  readonly unit: string;
  readonly nominal: number;
  /** One value a scenario. */
  readonly values: Float64Array;
  /** Which measurements or forecast it came from. */
  readonly source?: string;
}

/**
 * Where parameters stand. Use u adds `factor[u] · (value in the scenario − nominal)` to one linear coefficient or
 * constant; the model's own numbers already hold the nominal value.
 */
export interface ParameterUses {
  /** 0: constraint row, 1: objective term. */
  readonly place: Uint8Array;
  /** Which row or term. */
  readonly index: Int32Array;
  /** Variable whose coefficient it is; −1: the constant of the row or term. */
  readonly column: Int32Array;
  readonly parameter: Int32Array;
  readonly factor: Float64Array;
}

export interface Uncertainty {
  readonly scenarios: readonly string[];
  /** One a scenario; they sum up to 1. */
  readonly probability: Float64Array;
  readonly parameters: readonly Parameter[];
  readonly uses: ParameterUses;
}
