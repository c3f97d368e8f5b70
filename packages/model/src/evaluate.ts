import { modelError } from "./errors.ts";
import type { Model, ObjectiveTerm } from "./model.ts";

/** @throws QT_MODEL_WRONG_LENGTH */
export function requireValues(model: Model, values: ArrayLike<number>): void {
  const { count } = model.variables;
  if (values.length !== count)
    throw modelError("QT_MODEL_WRONG_LENGTH", `${values.length} values for ${count} variables.`, model.name);
}

/** Σ value·x of each row, without its bounds. */
export function rowActivity(model: Model, values: ArrayLike<number>): Float64Array {
  requireValues(model, values);
  const { count, start, column, value } = model.constraints;
  const activity = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    let sum = 0;
    for (let entry = start[row]!; entry < start[row + 1]!; entry++)
      sum += value[entry]! * values[column[entry]!]!;
    activity[row] = sum;
  }
  return activity;
}

/** Distance of a value to an interval; 0 inside. */
export function distanceToRange(value: number, lower: number, upper: number): number {
  if (value < lower) return lower - value;
  return value > upper ? value - upper : 0;
}

/** Value of one part of the objective, in its unit. */
export function objectiveTermValue(term: ObjectiveTerm, values: ArrayLike<number>): number {
  let sum = term.constant;
  for (let entry = 0; entry < term.column.length; entry++)
    sum += term.value[entry]! * values[term.column[entry]!]!;
  return sum;
}

/** What violated soft constraints cost: at least 0, whichever way the objective points. */
export function softPenalty(model: Model, values: ArrayLike<number>): number {
  const { lower, upper, meaning } = model.constraints;
  const activity = rowActivity(model, values);
  let penalty = 0;
  meaning.forEach(({ pricePerUnit }, row) => {
    if (pricePerUnit) penalty += pricePerUnit * distanceToRange(activity[row]!, lower[row]!, upper[row]!);
  });
  return penalty;
}

/** The objective: its terms, and the prices of violated soft constraints on the worse side. */
export function objectiveValue(model: Model, values: ArrayLike<number>): number {
  const { linear, constant } = model.objective;
  const penalty = softPenalty(model, values);
  let sum = constant;
  for (let index = 0; index < linear.length; index++) {
    if (linear[index] !== 0) sum += linear[index]! * values[index]!;
  }
  return model.sense === "minimize" ? sum + penalty : sum - penalty;
}

export interface ObjectivePart {
  readonly id: string;
  readonly sentence: string;
  readonly unit: string;
  readonly value: number;
}

/** The objective split by its terms; violated soft constraints are the last part when they cost something. */
export function objectiveParts(model: Model, values: ArrayLike<number>): readonly ObjectivePart[] {
  const penalty = softPenalty(model, values);
  const parts = model.objective.terms.map((term) => ({
    id: term.id,
    sentence: term.sentence,
    unit: term.unit,
    value: objectiveTermValue(term, values),
  }));
  if (penalty === 0) return parts;
  const unit = parts[0]?.unit ?? "1";
  const value = model.sense === "minimize" ? penalty : -penalty;
  return [
    ...parts,
    { id: "soft-constraints", sentence: "Wishes that are not met, at their price.", unit, value },
  ];
}
