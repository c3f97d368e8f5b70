import type { Model } from "../model.ts";
import { featuresOf, type ModelFeature } from "./features.ts";
import type { CompileOptions } from "./options.ts";
import type { PenaltyCertificate } from "./penalty-certificate.ts";
import { planRewrites, unreachable } from "./plan-rewrites.ts";
import type { RewriteStep } from "./rewrite.ts";
import { rewrites } from "./rewrites.ts";

/** What a target takes besides binary variables and a linear objective to be minimised. */
export interface Target {
  readonly id: string;
  /** In words, after "cannot become". */
  readonly title: string;
  readonly accepts: ReadonlySet<ModelFeature>;
}

export const milpTarget: Target = {
  id: "milp",
  title: "a mixed-integer linear program",
  accepts: new Set([
    "continuous",
    "integer",
    "maximize",
    "linear-equality",
    "linear-inequality",
    "at-most-one-row",
  ]),
};
export const quboTarget: Target = {
  id: "qubo",
  title: "a QUBO",
  accepts: new Set(["quadratic-objective"]),
};
/** A QUBO with products of any degree. */
export const pboTarget: Target = {
  id: "pbo",
  title: "an unconstrained binary polynomial",
  accepts: new Set(["quadratic-objective", "polynomial-objective"]),
};

export interface TrailEntry {
  readonly rewrite: string;
  readonly title: string;
  readonly kind: "exact" | "relaxation" | "heuristic";
  readonly variables: number;
  readonly constraints: number;
  readonly structures: number;
  readonly notes: readonly string[];
}

export interface Compiled {
  readonly source: Model;
  readonly model: Model;
  readonly trail: readonly TrailEntry[];
  readonly certificates: readonly PenaltyCertificate[];
  /** Constraints that are gone, and why. */
  readonly removed: readonly { readonly id: string; readonly reason: string }[];
  readonly encode: (values: Float64Array) => Float64Array;
  readonly decode: (values: Float64Array) => Float64Array;
  /** Present when scenarios were written out; see `scenarioSolution`. */
  readonly decodeScenario?: (values: Float64Array, scenario: string) => Float64Array;
}

/** More would mean that two rewrites undo each other. */
const mostRewrites = 64;

/**
 * Rewrites a model until it has only what the target takes. After each rewrite the way is planned anew, from what the
 * model then really has.
 * @throws QT_MODEL_UNREACHABLE, QT_MODEL_INEXACT, QT_MODEL_UNBOUNDED
 */
export function compile(source: Model, target: Target, options: CompileOptions = {}): Compiled {
  const steps: RewriteStep[] = [];
  const trail: TrailEntry[] = [];
  let model = source;
  let { incumbent } = options;
  for (let count = 0; count < mostRewrites; count++) {
    const plan = planRewrites(featuresOf(model), target.accepts, rewrites, options);
    if (!plan.reachable) throw unreachable(target.title, plan.left, source.name);
    const [rewrite] = plan.path;
    if (!rewrite) return finish(source, model, steps, trail);
    const step = rewrite.apply(model, incumbent ? { ...options, incumbent } : options);
    if (incumbent) incumbent = step.encode(incumbent);
    model = step.model;
    steps.push(step);
    const { id, title, kind } = rewrite;
    const sizes = { variables: model.variables.count, constraints: model.constraints.count };
    trail.push({
      rewrite: id,
      title,
      kind,
      ...sizes,
      structures: model.structures.length,
      notes: step.notes,
    });
  }
  throw unreachable(target.title, ["The rewrites go in a circle."], source.name);
}

function finish(
  source: Model,
  model: Model,
  steps: readonly RewriteStep[],
  trail: readonly TrailEntry[],
): Compiled {
  return {
    source,
    model,
    trail,
    certificates: steps.flatMap(({ certificates = [] }) => certificates),
    removed: steps.flatMap(({ removed = [] }) => removed),
    encode: (values) => steps.reduce((each, step) => step.encode(each), values),
    decode: (values) => steps.reduceRight((each, step) => step.decode(each), values),
    ...(steps.some((step) => step.decodeScenario) && { decodeScenario: decodeScenario(steps) }),
  };
}

const decodeScenario =
  (steps: readonly RewriteStep[]) =>
  (values: Float64Array, scenario: string): Float64Array =>
    steps.reduceRight((each, step) => step.decodeScenario?.(each, scenario) ?? step.decode(each), values);

/** The same model with hard linear rows only: what LP, MPS and most MILP solvers take. */
export const toMilp = (model: Model): Compiled => compile(model, milpTarget);
