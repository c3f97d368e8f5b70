import { objectiveParts, objectiveValue, requireValues } from "./evaluate.ts";
import type { Model } from "./model.ts";

export interface ValueChange {
  /** Variable name or objective part id. */
  readonly id: string;
  readonly unit: string;
  readonly before: number;
  readonly after: number;
}

export interface SolutionDiff {
  /** Variables whose value changed by more than the tolerance, in the model's order. */
  readonly variables: readonly ValueChange[];
  /** Every part of the objective, changed or not: the differences add up to the objective's. */
  readonly objectiveParts: readonly ValueChange[];
  readonly objectiveBefore: number;
  readonly objectiveAfter: number;
}

/**
 * What changes from one solution to another of the same model.
 * @param tolerance absolute change that still counts as none, scaled by max(1, |before|)
 */
export function diffSolutions(
  model: Model,
  before: ArrayLike<number>,
  after: ArrayLike<number>,
  tolerance = 1e-9,
): SolutionDiff {
  requireValues(model, before);
  requireValues(model, after);
  const variables: ValueChange[] = [];
  model.variables.names.forEach((id, index) => {
    const change = { id, unit: model.variables.units[index]!, before: before[index]!, after: after[index]! };
    const threshold = tolerance * Math.max(1, Math.abs(change.before));
    if (Math.abs(change.after - change.before) > threshold) variables.push(change);
  });
  return {
    variables,
    objectiveParts: diffParts(model, before, after),
    objectiveBefore: objectiveValue(model, before),
    objectiveAfter: objectiveValue(model, after),
  };
}

function diffParts(
  model: Model,
  before: ArrayLike<number>,
  after: ArrayLike<number>,
): readonly ValueChange[] {
  const changes = new Map<string, ValueChange>();
  for (const { id, unit, value } of objectiveParts(model, before))
    changes.set(id, { id, unit, before: value, after: 0 });
  for (const { id, unit, value } of objectiveParts(model, after))
    changes.set(id, { id, unit, before: changes.get(id)?.before ?? 0, after: value });
  return [...changes.values()];
}
