import type { FeasibilityReport, Violation } from "./answer.ts";
import { distanceToRange, requireValues, rowActivity } from "./evaluate.ts";
import type { Model } from "./model.ts";
import { variableKinds } from "./model.ts";
import { structureScale, structureViolation } from "./structure-violation.ts";

const continuous = variableKinds.indexOf("continuous");
/** Absolute distance from a whole number that still counts as whole. */
const integralityTolerance = 1e-6;

/**
 * Checks values against a model without trusting whoever made them. Rows of integer variables with whole
 * coefficients are checked exactly, on the rounded values.
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

/** NaN and the wrong side of a bound by more than allowed. */
function excess(value: number, lower: number, upper: number, tolerance: number): number {
  if (Number.isNaN(value)) return Infinity;
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
    const { id, sentence, unit, pricePerUnit } = structure.meaning;
    const price = pricePerUnit === undefined ? {} : { pricePerUnit };
    yield { constraintId: id, sentence, amount, unit, ...price };
  }
}

function* rowViolations(model: Model, values: ArrayLike<number>, tolerance: number): Generator<Violation> {
  const { count, lower, upper, meaning } = model.constraints;
  const activity = rowActivity(model, values);
  const exact = rowActivity(model, Array.from(values, rounded));
  for (let row = 0; row < count; row++) {
    const whole = isWholeRow(model, row);
    const value = whole ? exact[row]! : activity[row]!;
    const amount = excess(value, lower[row]!, upper[row]!, whole ? 0 : tolerance);
    if (amount === 0) continue;
    const { id, sentence, unit, pricePerUnit } = meaning[row]!;
    const price = pricePerUnit === undefined ? {} : { pricePerUnit };
    yield { constraintId: id, sentence, amount, unit, ...price };
  }
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
