import { modelError } from "../errors.ts";
import type { Model } from "../model.ts";
import type { Range } from "./row-facts.ts";

/** Least and largest whole number inside the bounds of a variable; crossed when there is none. */
export const wholeBounds = ({ variables: { lower, upper } }: Model, column: number): Range => ({
  lower: Math.ceil(lower[column]!) + 0,
  upper: Math.floor(upper[column]!) + 0,
});

/** @throws QT_MODEL_UNBOUNDED */
export function finiteWholeBounds(model: Model, column: number): Range {
  const range = wholeBounds(model, column);
  if (Number.isFinite(range.lower) && Number.isFinite(range.upper)) return range;
  throw unbounded(model, column);
}

export function unbounded({ variables: { names, lower, upper } }: Model, column: number): Error {
  const name = names[column]!;
  const missing = [
    Number.isFinite(lower[column]!) ? [] : ["lower"],
    Number.isFinite(upper[column]!) ? [] : ["upper"],
  ];
  return modelError("QT_MODEL_UNBOUNDED", `'${name}' has no ${missing.flat().join(" and no ")} bound.`, name);
}
