import { objectiveValue } from "../evaluate.ts";
import type { Model } from "../model.ts";
import { objectiveScale } from "../objective-scale.ts";
import { exactObjective, isExactObjective } from "./exact-check.ts";

/** Relative to max(1, |side|) or max(scale, |objective|), where numbers are not whole. */
export const tolerance = 1e-6;

/** The objective as the values have it. */
export interface Recomputed {
  readonly value: number;
  /** Of the model's objectives: see `objectiveScale`. */
  readonly scale: number;
  /** Summed up from whole numbers: there is nothing to round. */
  readonly isExact: boolean;
  /** What a number may be off by rounding. */
  readonly rounding: number;
  /** Least distance to a claimed number: also of the values as given, where integers are whole only nearly. */
  readonly distance: (claimed: number) => number;
}

/**
 * @param given values of a result
 * @param snapped the same with integers rounded
 */
export function recomputed(model: Model, given: Float64Array, snapped: Float64Array): Recomputed {
  const isSame = given.every((value, column) => value === snapped[column]);
  const points = isSame ? [snapped] : [snapped, given];
  const sums = points.map((point) => {
    if (!model.uncertainty) return exactObjective(model, point);
    const value = objectiveValue(model, point);
    return { value, minus: (claimed: number) => value - claimed };
  });
  const { value } = sums[0]!;
  const scale = objectiveScale(model);
  const isWhole = !model.uncertainty && isExactObjective(model, snapped) && Number.isSafeInteger(value);
  return {
    value,
    scale,
    isExact: isWhole,
    rounding: isWhole && isSame ? 0 : tolerance * Math.max(scale, Math.abs(value)),
    distance: (claimed) => Math.min(...sums.map((sum) => Math.abs(sum.minus(claimed)))),
  };
}
