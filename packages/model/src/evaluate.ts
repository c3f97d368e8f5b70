import { modelError } from "./errors.ts";
import type { Model, ObjectiveTerm } from "./model.ts";
import type { PolynomialColumns } from "./polynomial.ts";
import { structureViolation } from "./structure-violation.ts";
import {
  dependence,
  inScenario,
  mostProbableScenario,
  placeOfRow,
  placeOfTerm,
  riskValue,
  rowDependence,
  termDependence,
  viewsOf,
  worseSide,
} from "./uncertainty-values.ts";

/** @throws QT_MODEL_WRONG_LENGTH */
export function requireValues(model: Model, values: ArrayLike<number>): void {
  const { count } = model.variables;
  if (values.length !== count)
    throw modelError("QT_MODEL_WRONG_LENGTH", `${values.length} values for ${count} variables.`, model.name);
}

/** f(x) of each row, without its bounds, at the nominal values of uncertain parameters. */
export function rowActivity(model: Model, values: ArrayLike<number>): Float64Array {
  requireValues(model, values);
  const { count } = model.constraints;
  const activity = new Float64Array(count);
  for (let row = 0; row < count; row++) activity[row] = polynomialValue(model.constraints, row, values);
  return activity;
}

/** f(x) of each row in one scenario; of a certain model in the only one. */
export function rowActivityIn(model: Model, values: ArrayLike<number>, scenario: number): Float64Array {
  const nominal = rowActivity(model, values);
  const { uncertainty } = model;
  return uncertainty ? inScenario(uncertainty, placeOfRow, scenario, nominal, values) : nominal;
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
  const { start, left, right, value } = quadratic;
  const end = start[row + 1]!;
  for (let entry = start[row]!; entry < end; entry++) {
    // Left factors come in order, and most are 0 where options are chosen: then nothing else is read.
    const first = x[left[entry]!]!;
    if (first !== 0) sum += value[entry]! * first * x[right[entry]!]!;
  }
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

/** Value of one part of the objective, in its unit and without its weight, at the nominal values of uncertain parameters. */
export function objectiveTermValue(term: ObjectiveTerm, values: ArrayLike<number>): number {
  let sum = term.constant + productsValue(term, 0, values);
  for (let entry = 0; entry < term.column.length; entry++)
    sum += term.value[entry]! * values[term.column[entry]!]!;
  return sum;
}

/** Value of each part in one scenario, in its unit and without its weight. */
export function objectiveTermsIn(model: Model, values: ArrayLike<number>, scenario: number): Float64Array {
  const nominal = Float64Array.from(model.objective.terms, (term) => objectiveTermValue(term, values));
  const { uncertainty } = model;
  return uncertainty ? inScenario(uncertainty, placeOfTerm, scenario, nominal, values) : nominal;
}

/**
 * Value of each part of the objective, in its unit and without its weight. Of an uncertain model: a part without
 * recourse variables has the value of its risk measure over the scenarios; a part with them has its value in the most
 * probable scenario, since only that one's decisions are known (`deterministicEquivalent` has them all).
 */
export function objectiveTermValues(model: Model, values: ArrayLike<number>): Float64Array {
  const { uncertainty, objective } = model;
  if (!uncertainty) return objectiveTermsIn(model, values, 0);
  const kinds = termDependence(model);
  const usual = mostProbableScenario(uncertainty);
  const views = uncertainty.scenarios.map((_, scenario) => objectiveTermsIn(model, values, scenario));
  return Float64Array.from(objective.terms, (term, index) => {
    if (kinds[index] !== dependence.numbers) return views[usual]![index]!;
    const outcomes = Float64Array.from(views, (view) => view[index]!);
    return riskValue(outcomes, uncertainty.probability, term.risk, worseSide(model.sense, term));
  });
}

/**
 * What violated soft constraints cost: at least 0, whichever way the objective points. Of an uncertain model: what they
 * cost on average; rows with recourse variables, in the most probable scenario.
 */
export function softPenalty(model: Model, values: ArrayLike<number>): number {
  let penalty = softRowPenalty(model, values);
  for (const structure of model.structures) {
    const { pricePerUnit } = structure.meaning;
    if (pricePerUnit) penalty += pricePerUnit * structureViolation(model, structure, values);
  }
  return penalty;
}

function softRowPenalty(model: Model, values: ArrayLike<number>): number {
  const { uncertainty, constraints } = model;
  if (!constraints.meaning.some(({ pricePerUnit }) => pricePerUnit)) return 0;
  if (uncertainty) return uncertainRowPenalty(model, values);
  let penalty = 0;
  constraints.meaning.forEach(({ pricePerUnit }, row) => {
    if (!pricePerUnit) return;
    const activity = polynomialValue(constraints, row, values);
    penalty += pricePerUnit * distanceToRange(activity, constraints.lower[row]!, constraints.upper[row]!);
  });
  return penalty;
}

function uncertainRowPenalty(model: Model, values: ArrayLike<number>): number {
  const uncertainty = model.uncertainty!;
  const { lower, upper, meaning } = model.constraints;
  const kinds = rowDependence(model);
  const activity = uncertainty.scenarios.map((_, scenario) => rowActivityIn(model, values, scenario));
  let penalty = 0;
  meaning.forEach(({ pricePerUnit }, row) => {
    if (!pricePerUnit) return;
    for (const { scenario, share } of viewsOf(uncertainty, kinds[row]!))
      penalty += pricePerUnit * share * distanceToRange(activity[scenario]![row]!, lower[row]!, upper[row]!);
  });
  return penalty;
}

/**
 * The objective: its weighted terms, and the prices of violated soft constraints on the worse side. Of an uncertain
 * model: as `objectiveTermValues` and `softPenalty` say. Without recourse variables that is the objective of the
 * deterministic equivalent; with them it is the objective of what is done in the most probable scenario and can not be
 * compared with a bound.
 */
export function objectiveValue(model: Model, values: ArrayLike<number>): number {
  requireValues(model, values);
  const penalty = softPenalty(model, values);
  const sum = model.uncertainty ? uncertainSum(model, values) : certainSum(model, values);
  return model.sense === "minimize" ? sum + penalty : sum - penalty;
}

function certainSum({ objective }: Model, values: ArrayLike<number>): number {
  const { linear, constant } = objective;
  let sum = constant + productsValue(objective, 0, values);
  for (let index = 0; index < linear.length; index++) {
    if (linear[index] !== 0) sum += linear[index]! * values[index]!;
  }
  return sum;
}

function uncertainSum(model: Model, values: ArrayLike<number>): number {
  const parts = objectiveTermValues(model, values);
  return model.objective.terms.reduce((sum, { weight = 1 }, term) => sum + weight * parts[term]!, 0);
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
  const termValues = objectiveTermValues(model, values);
  const parts = model.objective.terms.map((term, index) => ({
    id: term.id,
    sentence: term.sentence,
    unit: term.unit,
    value: (term.weight ?? 1) * termValues[index]!,
  }));
  if (penalty === 0) return parts;
  const unit = parts[0]?.unit ?? "1";
  const value = model.sense === "minimize" ? penalty : -penalty;
  return [
    ...parts,
    { id: "soft-constraints", sentence: "Wishes that are not met, at their price.", unit, value },
  ];
}
