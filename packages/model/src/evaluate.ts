import { modelError } from "./errors.ts";
import type { Model, ObjectiveTerm } from "./model.ts";
import type { PolynomialColumns } from "./polynomial.ts";
import { structureViolation } from "./structure-violation.ts";

/** @throws QT_MODEL_WRONG_LENGTH */
export function requireValues(model: Model, values: ArrayLike<number>): void {
  const { count } = model.variables;
  if (values.length !== count)
    throw modelError("QT_MODEL_WRONG_LENGTH", `${values.length} values for ${count} variables.`, model.name);
}

/** f(x) of each row, without its bounds. */
export function rowActivity(model: Model, values: ArrayLike<number>): Float64Array {
  requireValues(model, values);
  const { count } = model.constraints;
  const activity = new Float64Array(count);
  for (let row = 0; row < count; row++) activity[row] = polynomialValue(model.constraints, row, values);
  return activity;
}

/** Value of one row of polynomials. */
export function polynomialValue(
  { start, column, value, quadratic, higher }: PolynomialColumns,
  row: number,
  x: ArrayLike<number>,
): number {
  let sum = 0;
  for (let entry = start[row]!; entry < start[row + 1]!; entry++) sum += value[entry]! * x[column[entry]!]!;
  return sum + productsValue({ quadratic, higher }, row, x);
}

/** Value of the products of one row. */
function productsValue(
  { quadratic, higher }: Pick<PolynomialColumns, "quadratic" | "higher">,
  row: number,
  x: ArrayLike<number>,
): number {
  let sum = 0;
  for (let entry = quadratic.start[row]!; entry < quadratic.start[row + 1]!; entry++)
    sum += quadratic.value[entry]! * x[quadratic.left[entry]!]! * x[quadratic.right[entry]!]!;
  for (let entry = higher.start[row]!; entry < higher.start[row + 1]!; entry++) {
    let product = higher.value[entry]!;
    for (let at = higher.factorStart[entry]!; at < higher.factorStart[entry + 1]!; at++)
      product *= x[higher.factor[at]!]!;
    sum += product;
  }
  return sum;
}

/** Distance of a value to an interval; 0 inside. */
export function distanceToRange(value: number, lower: number, upper: number): number {
  if (value < lower) return lower - value;
  return value > upper ? value - upper : 0;
}

/** Value of one part of the objective, in its unit and without its weight. */
export function objectiveTermValue(term: ObjectiveTerm, values: ArrayLike<number>): number {
  let sum = term.constant + productsValue(term, 0, values);
  for (let entry = 0; entry < term.column.length; entry++)
    sum += term.value[entry]! * values[term.column[entry]!]!;
  return sum;
}

/** What violated soft constraints cost: at least 0, whichever way the objective points. */
export function softPenalty(model: Model, values: ArrayLike<number>): number {
  const { lower, upper, meaning } = model.constraints;
  let penalty = 0;
  meaning.forEach(({ pricePerUnit }, row) => {
    if (!pricePerUnit) return;
    const activity = polynomialValue(model.constraints, row, values);
    penalty += pricePerUnit * distanceToRange(activity, lower[row]!, upper[row]!);
  });
  for (const structure of model.structures) {
    const { pricePerUnit } = structure.meaning;
    if (pricePerUnit) penalty += pricePerUnit * structureViolation(model, structure, values);
  }
  return penalty;
}

/**
 * The objective at the nominal values of uncertain parameters: its weighted terms, and the prices of violated soft
 * constraints on the worse side.
 */
export function objectiveValue(model: Model, values: ArrayLike<number>): number {
  requireValues(model, values);
  const { linear, constant } = model.objective;
  const penalty = softPenalty(model, values);
  let sum = constant + productsValue(model.objective, 0, values);
  for (let index = 0; index < linear.length; index++) {
    if (linear[index] !== 0) sum += linear[index]! * values[index]!;
  }
  return model.sense === "minimize" ? sum + penalty : sum - penalty;
}

export interface ObjectivePart {
  readonly id: string;
  readonly sentence: string;
  readonly unit: string;
  /** Weighted: the parts add up to the objective. */
  readonly value: number;
}

/** The objective split by its terms; violated soft constraints are the last part when they cost something. */
export function objectiveParts(model: Model, values: ArrayLike<number>): readonly ObjectivePart[] {
  const penalty = softPenalty(model, values);
  const parts = model.objective.terms.map((term) => ({
    id: term.id,
    sentence: term.sentence,
    unit: term.unit,
    value: (term.weight ?? 1) * objectiveTermValue(term, values),
  }));
  if (penalty === 0) return parts;
  const unit = parts[0]?.unit ?? "1";
  const value = model.sense === "minimize" ? penalty : -penalty;
  return [
    ...parts,
    { id: "soft-constraints", sentence: "Wishes that are not met, at their price.", unit, value },
  ];
}
