import type { Model } from "../model.ts";

/** Features a solver may lack; `checkApplicable` finds the rewrites that remove them. */
export const modelFeatures = ["soft-constraints"] as const;
export type ModelFeature = (typeof modelFeatures)[number];

/** One reformulation: removes the feature `from`, leaving what `to` says. */
export interface Rewrite {
  readonly id: string;
  readonly title: string;
  readonly from: ModelFeature;
  readonly to: string;
  /** `exact`: same optimum, and feasible decodes to feasible. */
  readonly kind: "exact" | "relaxation" | "heuristic";
  readonly apply: (source: Model) => Model;
  /** Values of the source model as values of the target model. */
  readonly encode: (source: Model, target: Model, values: Float64Array) => Float64Array;
  /** And back. */
  readonly decode: (source: Model, target: Model, values: Float64Array) => Float64Array;
}

/** Declares a rewrite; its file in `compile/rewrites/` carries the same name as its id. */
export const defineRewrite = (rewrite: Rewrite): Rewrite => rewrite;
