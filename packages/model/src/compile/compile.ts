import { QtwinError } from "@qtwin/core";
import type { Model } from "../model.ts";
import { carriedBound } from "./carried-bound.ts";
import { featuresOf, type ModelFeature } from "./features.ts";
import type { CompileOptions } from "./options.ts";
import type { PenaltyCertificate } from "./penalty-certificate.ts";
import { planRewrites, unreachable } from "./plan-rewrites.ts";
import type { Rewrite, RewriteStep } from "./rewrite.ts";
import boundsFromRows from "./rewrites/bounds-from-rows.ts";
import { rewrites } from "./rewrites.ts";

/** What a target takes besides binary variables and a linear objective to be minimised. */
export interface Target {
  readonly id: string;
  /** In words, after "cannot become". */
  readonly title: string;
  readonly accepts: ReadonlySet<ModelFeature>;
  /** Done once at first, as soon as all numbers are certain; exact rewrites that keep the variables. */
  readonly prepare?: Rewrite;
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
    "fixed-binary",
  ]),
};
export const quboTarget: Target = {
  id: "qubo",
  title: "a QUBO",
  accepts: new Set(["quadratic-objective"]),
  prepare: boundsFromRows,
};
/** A QUBO with products of any degree. */
export const pboTarget: Target = {
  id: "pbo",
  title: "an unconstrained binary polynomial",
  accepts: new Set(["quadratic-objective", "polynomial-objective"]),
  prepare: boundsFromRows,
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
  /** The model the certificates speak of, with the incumbent in its variables; null: there are none. */
  readonly certified: Certified | null;
  /** Constraints that are gone, and why. */
  readonly removed: readonly { readonly id: string; readonly reason: string }[];
  readonly encode: (values: Float64Array) => Float64Array;
  readonly decode: (values: Float64Array) => Float64Array;
  /** Present when scenarios were written out; see `scenarioSolution`. */
  readonly decodeScenario?: (values: Float64Array, scenario: string) => Float64Array;
}

export interface Certified {
  readonly model: Model;
  readonly incumbent: Float64Array | null;
}

/** More would mean that two rewrites undo each other. */
const mostRewrites = 64;

/**
 * Rewrites a model until it has only what the target takes. After each rewrite the way is planned anew, from what the
 * model then really has; a rewrite that the data do not allow is left out when there is another way.
 * @throws QT_MODEL_UNREACHABLE, QT_MODEL_INEXACT, QT_MODEL_UNBOUNDED
 */
export function compile(source: Model, target: Target, options: CompileOptions = {}): Compiled {
  const run = new Compilation(source, options);
  for (let count = 0; count < mostRewrites; count++) {
    const rewrite = run.next(target);
    if (!rewrite) return run.finish();
    run.take(rewrite, target);
  }
  throw unreachable(target.title, ["The rewrites go in a circle."], source.name);
}

class Compilation {
  private readonly source: Model;
  private readonly steps: RewriteStep[] = [];
  private readonly trail: TrailEntry[] = [];
  private options: CompileOptions;
  private model: Model;
  private certified: Certified | null = null;
  private prepared = false;
  /** Why rewrites were left out, for the next entry of the trail. */
  private leftOut: string[] = [];

  constructor(source: Model, options: CompileOptions) {
    this.source = source;
    this.model = source;
    this.options = options;
  }

  /** Null: the model is what the target takes. @throws QT_MODEL_UNREACHABLE */
  next(target: Target): Rewrite | null {
    const plan = planRewrites(featuresOf(this.model), target.accepts, rewrites, this.options);
    if (!plan.reachable) throw unreachable(target.title, plan.left, this.source.name);
    const [first] = plan.path;
    const { prepare } = target;
    if (!first || this.prepared || this.model.uncertainty || !prepare) return first ?? null;
    this.prepared = true;
    return this.options.avoid?.includes(prepare.id) ? first : prepare;
  }

  take(rewrite: Rewrite, target: Target): void {
    try {
      this.keep(rewrite, rewrite.apply(this.model, this.options));
    } catch (error) {
      const without = { ...this.options, avoid: [...(this.options.avoid ?? []), rewrite.id] };
      const other = planRewrites(featuresOf(this.model), target.accepts, rewrites, without);
      if (!(error instanceof QtwinError && error.kind === "unsupported" && other.reachable)) throw error;
      this.options = without;
      this.leftOut.push(`'${rewrite.id}' was left out: ${error.message}`);
    }
  }

  finish(): Compiled {
    const { source, model, steps, trail, certified } = this;
    return {
      source,
      model,
      trail,
      certificates: steps.flatMap(({ certificates = [] }) => certificates),
      certified,
      removed: steps.flatMap(({ removed = [] }) => removed),
      encode: (values) => steps.reduce((each, step) => step.encode(each), values),
      decode: (values) => steps.reduceRight((each, step) => step.decode(each), values),
      ...(steps.some((step) => step.decodeScenario) && { decodeScenario: decodeScenario(steps) }),
    };
  }

  private keep({ id, title, kind }: Rewrite, step: RewriteStep): void {
    const { incumbent, objectiveBound, ...rest } = this.options;
    if (step.certificates?.length) this.certified = { model: this.model, incumbent: incumbent ?? null };
    const bound =
      objectiveBound === undefined ? undefined : carriedBound(this.model, step.model, objectiveBound);
    this.options = {
      ...rest,
      ...(incumbent && { incumbent: step.encode(incumbent) }),
      ...(bound !== undefined && { objectiveBound: bound }),
    };
    this.model = step.model;
    this.steps.push(step);
    this.trail.push({
      rewrite: id,
      title,
      kind,
      variables: step.model.variables.count,
      constraints: step.model.constraints.count,
      structures: step.model.structures.length,
      notes: [...this.leftOut.splice(0), ...step.notes],
    });
  }
}

const decodeScenario =
  (steps: readonly RewriteStep[]) =>
  (values: Float64Array, scenario: string): Float64Array =>
    steps.reduceRight((each, step) => step.decodeScenario?.(each, scenario) ?? step.decode(each), values);

/** The same model with hard linear rows only: what LP, MPS and most MILP solvers take. */
export const toMilp = (model: Model): Compiled => compile(model, milpTarget);
