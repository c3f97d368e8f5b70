import type { FeasibilityReport, Violation } from "./answer.ts";
import { distanceToRange, requireValues, rowActivityIn } from "./evaluate.ts";
import type { ConstraintMeaning, Model } from "./model.ts";
import { variableKinds } from "./model.ts";
import { structureScale, structureViolation } from "./structure-violation.ts";
import {
  dependence,
  hasWholeShifts,
  probabilityTolerance,
  rowDependence,
  viewsOf,
} from "./uncertainty-values.ts";

const continuous = variableKinds.indexOf("continuous");
/** Absolute distance from a whole number that still counts as whole. */
const integralityTolerance = 1e-6;

/**
 * Checks values against a model without trusting whoever made them. Rows of integer variables with whole
 * coefficients are checked exactly, on the rounded values.
 *
 * Of an uncertain model, rows without recourse variables are checked in every scenario, and a chance constraint by how
 * probable the scenarios are that break it. What has recourse variables is checked in the most probable scenario, whose
 * decisions the values are; the other scenarios are checked on the `deterministicEquivalent`.
 * @param tolerance absolute, scaled by max(1, |bound|)
 * @throws QT_MODEL_WRONG_LENGTH
 */
export function checkFeasibility(
  model: Model,
  values: ArrayLike<number>,
  tolerance = 1e-6,
): FeasibilityReport {
  requireValues(model, values);
  const violations = [
    ...boundViolations(model, values, tolerance),
    ...integralityViolations(model, values),
    ...choiceViolations(model, values),
    ...rowViolations(model, values, tolerance),
    ...structureViolations(model, values, tolerance),
  ];
  const hard = violations.filter((violation) => violation.pricePerUnit === undefined);
  return {
    feasible: hard.length === 0,
    tolerance,
    worstViolation: hard.reduce((worst, { amount }) => Math.max(worst, amount), 0),
    violations,
  };
}

/** Integer values nearest to the given ones where those are within the integrality tolerance; others stay. */
export function snapIntegers(model: Model, values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values, (value, index) => {
    const nearest = Math.round(value);
    const snaps = isDiscrete(model, index) && Math.abs(value - nearest) <= integralityTolerance;
    return snaps ? nearest + 0 : value;
  });
}

export function isDiscrete(model: Model, variable: number): boolean {
  return model.variables.kind[variable] !== continuous;
}

/** What is no number, and the wrong side of a bound by more than allowed. */
function excess(value: number, lower: number, upper: number, tolerance: number): number {
  if (!Number.isFinite(value)) return Infinity;
  const distance = distanceToRange(value, lower, upper);
  const bound = value < lower ? lower : upper;
  return distance > tolerance * Math.max(1, Math.abs(bound)) ? distance : 0;
}

function* boundViolations(model: Model, values: ArrayLike<number>, tolerance: number): Generator<Violation> {
  const { count, names, lower, upper, units } = model.variables;
  for (let index = 0; index < count; index++) {
    const discrete = isDiscrete(model, index);
    const value = discrete ? rounded(values[index]!) : values[index]!;
    const amount = excess(value, lower[index]!, upper[index]!, discrete ? 0 : tolerance);
    if (amount === 0) continue;
    const sentence = `'${names[index]}' stays between ${lower[index]} and ${upper[index]}.`;
    yield { constraintId: `bounds:${names[index]}`, sentence, amount, unit: units[index]! };
  }
}

/** The whole number a value stands for, or the value itself when it stands for none. */
function rounded(value: number): number {
  const nearest = Math.round(value);
  return Math.abs(value - nearest) <= integralityTolerance ? nearest : value;
}

function* integralityViolations(model: Model, values: ArrayLike<number>): Generator<Violation> {
  const { count, names, units } = model.variables;
  for (let index = 0; index < count; index++) {
    if (!isDiscrete(model, index)) continue;
    const amount = Math.abs(values[index]! - Math.round(values[index]!));
    if (amount <= integralityTolerance) continue;
    const sentence = `'${names[index]}' is a whole number.`;
    yield { constraintId: `integer:${names[index]}`, sentence, amount, unit: units[index]! };
  }
}

function* choiceViolations(model: Model, values: ArrayLike<number>): Generator<Violation> {
  for (const { name, first, options } of model.variables.choices) {
    let taken = 0;
    for (let option = 0; option < options.length; option++) taken += rounded(values[first + option]!);
    if (taken === 1) continue;
    const sentence = `Exactly one option of '${name}' is taken.`;
    yield { constraintId: `choice:${name}`, sentence, amount: Math.abs(taken - 1), unit: "1" };
  }
}

function* structureViolations(
  model: Model,
  values: ArrayLike<number>,
  tolerance: number,
): Generator<Violation> {
  if (model.structures.length === 0) return;
  const whole = Array.from(values, rounded);
  for (const structure of model.structures) {
    const amount = structureViolation(model, structure, whole);
    if (amount <= tolerance * Math.max(1, structureScale(structure))) continue;
    yield violationOf(structure.meaning, amount);
  }
}

function* rowViolations(model: Model, values: ArrayLike<number>, tolerance: number): Generator<Violation> {
  if (model.uncertainty) {
    yield* uncertainRowViolations(model, values, tolerance);
    return;
  }
  for (const [row, amount] of rowExcess(model, values, tolerance).entries())
    if (amount > 0) yield violationOf(model.constraints.meaning[row]!, amount);
}

function violationOf({ id, sentence, unit, pricePerUnit }: ConstraintMeaning, amount: number): Violation {
  const price = pricePerUnit === undefined ? {} : { pricePerUnit };
  return { constraintId: id, sentence, amount, unit, ...price };
}

/** How far each row is outside its bounds in one scenario; 0 when that is within the tolerance. */
export function rowExcess(
  model: Model,
  values: ArrayLike<number>,
  tolerance: number,
  scenario = 0,
): Float64Array {
  const { lower, upper } = model.constraints;
  const activity = rowActivityIn(model, values, scenario);
  const exact = rowActivityIn(model, Array.from(values, rounded), scenario);
  const wholeShifts = hasWholeShifts(model, (column) => isDiscrete(model, column));
  return activity.map((each, row) => {
    const whole = wholeShifts[row] === 1 && isWholeRow(model, row);
    return excess(whole ? exact[row]! : each, lower[row]!, upper[row]!, whole ? 0 : tolerance);
  });
}

function* uncertainRowViolations(
  model: Model,
  values: ArrayLike<number>,
  tolerance: number,
): Generator<Violation> {
  const uncertainty = model.uncertainty!;
  const kinds = rowDependence(model);
  const amounts = uncertainty.scenarios.map((_, scenario) => rowExcess(model, values, tolerance, scenario));
  for (const [row, meaning] of model.constraints.meaning.entries()) {
    const kind = kinds[row]!;
    const broken = viewsOf(uncertainty, kind)
      .map(({ scenario, share }) => ({ scenario, share, amount: amounts[scenario]![row]! }))
      .filter(({ amount }) => amount > 0);
    if (isChance(meaning, kind)) {
      const chances = broken.map(({ scenario }) => uncertainty.probability[scenario]!);
      yield* chanceViolations(meaning, chances);
      continue;
    }
    for (const { scenario, share, amount } of broken) {
      const named = kind === dependence.certain ? {} : { scenario: uncertainty.scenarios[scenario]! };
      const price = meaning.pricePerUnit === undefined ? {} : { pricePerUnit: meaning.pricePerUnit * share };
      yield { ...violationOf(meaning, amount), ...price, ...named };
    }
  }
}

/** Whether a row may be broken in some scenarios; a price goes before a chance, and what is certain has none. */
export const isChance = ({ chance, pricePerUnit }: ConstraintMeaning, kind: number): boolean =>
  chance !== undefined && pricePerUnit === undefined && kind !== dependence.certain;

function* chanceViolations(meaning: ConstraintMeaning, broken: readonly number[]): Generator<Violation> {
  const allowed = 1 - meaning.chance!;
  const amount = broken.reduce((sum, each) => sum + each, 0) - allowed;
  if (amount <= probabilityTolerance) return;
  const sentence = `${meaning.sentence} That holds with probability ${meaning.chance} at least.`;
  yield { constraintId: meaning.id, sentence, amount, unit: "1" };
}

/** Only whole coefficients on discrete variables, and no products: doubles add them up without error. */
function isWholeRow(model: Model, row: number): boolean {
  const { start, column, value, quadratic, higher } = model.constraints;
  if (quadratic.start[row]! < quadratic.start[row + 1]! || higher.start[row]! < higher.start[row + 1]!)
    return false;
  for (let entry = start[row]!; entry < start[row + 1]!; entry++) {
    if (!Number.isInteger(value[entry]) || !isDiscrete(model, column[entry]!)) return false;
  }
  return true;
}
