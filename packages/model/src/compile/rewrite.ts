import type { Model } from "../model.ts";
import type { ModelFeature } from "./features.ts";
import type { CompileOptions } from "./options.ts";
import type { PenaltyCertificate } from "./penalty-certificate.ts";

/** What a rewrite made of one model. */
export interface RewriteStep {
  readonly model: Model;
  /** Values of the source model as values of the target model. */
  readonly encode: (values: Float64Array) => Float64Array;
  /** And back. */
  readonly decode: (values: Float64Array) => Float64Array;
  /** Where scenarios were written out: source values as they are in the scenario of this name. */
  readonly decodeScenario?: (values: Float64Array, scenario: string) => Float64Array;
  /** What a reader of the trail should know, in sentences. */
  readonly notes: readonly string[];
  /** Constraints that are gone, and why. */
  readonly removed?: readonly { readonly id: string; readonly reason: string }[];
  readonly certificates?: readonly PenaltyCertificate[];
}

/** One reformulation. */
export interface Rewrite {
  readonly id: string;
  readonly title: string;
  /** None of these is left afterwards. */
  readonly removes: readonly ModelFeature[];
  /** These may be there afterwards. */
  readonly adds: readonly ModelFeature[];
  /** And these, by what is there before. */
  readonly addsWith?: (before: ReadonlySet<ModelFeature>) => readonly ModelFeature[];
  /** None of these may be there before: what must be removed first. */
  readonly without?: readonly ModelFeature[];
  /** How much it makes a model grow, 1 for little; the cheapest path is taken. */
  readonly cost: number;
  /** Its cost instead, by what the target accepts: a detour where the direct way is open. */
  readonly costWith?: (accepted: ReadonlySet<ModelFeature>) => number;
  /** `exact`: same optimum, and feasible decodes to feasible. Others are taken only when `CompileOptions.include` names them. */
  readonly kind: "exact" | "relaxation" | "heuristic";
  /** @throws QT_MODEL_INEXACT, QT_MODEL_UNBOUNDED, QT_MODEL_UNSUPPORTED_FEATURE when the data do not allow it */
  readonly apply: (source: Model, options: CompileOptions) => RewriteStep;
}

/** Declares a rewrite; its file in `compile/rewrites/` carries the same name as its id. */
export const defineRewrite = (rewrite: Rewrite): Rewrite => rewrite;
