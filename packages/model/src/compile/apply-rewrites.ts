import type { Model } from "../model.ts";
import type { ModelFeature, Rewrite } from "./rewrite.ts";
import softRows from "./rewrites/soft-rows.ts";

/** All rewrites, found by their file. */
export const rewrites: readonly Rewrite[] = [softRows];

/** Features of a model that a plain linear solver does not take as they are. */
export function featuresOf(model: Model): readonly ModelFeature[] {
  const soft = model.constraints.meaning.some((meaning) => meaning.pricePerUnit !== undefined);
  return soft ? ["soft-constraints"] : [];
}

export interface Rewritten {
  readonly model: Model;
  readonly encode: (values: Float64Array) => Float64Array;
  readonly decode: (values: Float64Array) => Float64Array;
}

/** Applies rewrites in order; `decode` undoes them all. */
export function applyRewrites(source: Model, path: readonly Rewrite[]): Rewritten {
  const start: Rewritten = { model: source, encode: (values) => values, decode: (values) => values };
  return path.reduce((before, rewrite) => {
    const target = rewrite.apply(before.model);
    return {
      model: target,
      encode: (values) => rewrite.encode(before.model, target, before.encode(values)),
      decode: (values) => before.decode(rewrite.decode(before.model, target, values)),
    };
  }, start);
}

/** The same model with hard linear rows only: what LP, MPS and most MILP solvers take. */
export function toMilp(model: Model): Rewritten {
  const features = featuresOf(model);
  return applyRewrites(
    model,
    rewrites.filter((rewrite) => features.includes(rewrite.from)),
  );
}
