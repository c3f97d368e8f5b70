import { distanceToRange, objectiveValue, rowActivity } from "../evaluate.ts";
import type { Choice, Model } from "../model.ts";
import { structureViolation } from "../structure-violation.ts";

/** Every point of the box of an all-discrete, bounded model. */
export function* allPoints(model: Model): Generator<Float64Array> {
  const { lower, upper, count } = model.variables;
  const point = Float64Array.from(lower);
  for (;;) {
    yield point.slice();
    let index = 0;
    while (index < count && point[index]! + 1 > upper[index]!) {
      point[index] = lower[index]!;
      index++;
    }
    if (index === count) return;
    point[index]!++;
  }
}

/** The definition of feasible, written as plainly as possible: hard constraints only, no tolerance. */
export function isFeasiblePoint(model: Model, point: Float64Array): boolean {
  const { lower, upper, meaning } = model.constraints;
  const rowsHold = rowActivity(model, point).every(
    (activity, row) =>
      meaning[row]!.pricePerUnit !== undefined || distanceToRange(activity, lower[row]!, upper[row]!) === 0,
  );
  const taken = ({ first, options }: Choice): number =>
    point.subarray(first, first + options.length).reduce((sum, value) => sum + value, 0);
  return (
    rowsHold &&
    model.variables.choices.every((choice) => taken(choice) === 1) &&
    model.structures.every(
      (structure) =>
        structure.meaning.pricePerUnit !== undefined || structureViolation(model, structure, point) === 0,
    )
  );
}

/** Best objective of an all-discrete, bounded model by trying everything; null when nothing is feasible. */
export function exhaustiveOptimum(model: Model): number | null {
  let best: number | null = null;
  for (const point of allPoints(model)) {
    if (!isFeasiblePoint(model, point)) continue;
    const value = objectiveValue(model, point);
    const better = best === null || (model.sense === "minimize" ? value < best : value > best);
    if (better) best = value;
  }
  return best;
}
