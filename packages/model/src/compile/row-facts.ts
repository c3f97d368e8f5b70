import type { Model } from "../model.ts";
import { variableKinds } from "../model.ts";
import type { PolynomialColumns } from "../polynomial.ts";

export interface Range {
  readonly lower: number;
  readonly upper: number;
}

const continuous = variableKinds.indexOf("continuous");

export const isDiscreteColumn = (model: Model, column: number): boolean =>
  model.variables.kind[column] !== continuous;

/** Least and largest value of a sum over the variables' bounds, term by term: it may be wider than the truth. */
export function activityBounds(model: Model, rows: PolynomialColumns, row: number): Range {
  const { lower, upper } = model.variables;
  let [least, most] = [0, 0];
  const add = (value: number, from: number, to: number): void => {
    least += value > 0 ? scaled(value, from) : scaled(value, to);
    most += value > 0 ? scaled(value, to) : scaled(value, from);
  };
  for (let entry = rows.start[row]!; entry < rows.start[row + 1]!; entry++) {
    const column = rows.column[entry]!;
    add(rows.value[entry]!, lower[column]!, upper[column]!);
  }
  const { quadratic, higher } = rows;
  for (let entry = quadratic.start[row]!; entry < quadratic.start[row + 1]!; entry++) {
    const range = productRange(model, [quadratic.left[entry]!, quadratic.right[entry]!]);
    add(quadratic.value[entry]!, range.lower, range.upper);
  }
  for (let entry = higher.start[row]!; entry < higher.start[row + 1]!; entry++) {
    const factors = higher.factor.subarray(higher.factorStart[entry]!, higher.factorStart[entry + 1]!);
    const range = productRange(model, factors);
    add(higher.value[entry]!, range.lower, range.upper);
  }
  return { lower: least, upper: most };
}

/** 0 · ∞ is 0 here: a missing term, not an unknown one. */
const scaled = (value: number, bound: number): number => (value === 0 || bound === 0 ? 0 : value * bound);

/** Range of a product of variables; a square is at least 0. */
function productRange(model: Model, factors: ArrayLike<number>): Range {
  const { lower, upper } = model.variables;
  let range: Range = { lower: 1, upper: 1 };
  for (let at = 0; at < factors.length; ) {
    const column = factors[at]!;
    let power = 0;
    for (; factors[at] === column; at++) power++;
    range = times(range, powerRange({ lower: lower[column]!, upper: upper[column]! }, power));
  }
  return range;
}

function powerRange({ lower, upper }: Range, power: number): Range {
  const ends = [lower ** power, upper ** power];
  const least = power % 2 === 0 && lower < 0 && upper > 0 ? 0 : Math.min(...ends);
  return { lower: least, upper: Math.max(...ends) };
}

function times(left: Range, right: Range): Range {
  const ends = [left.lower, left.upper].flatMap((a) => [right.lower, right.upper].map((b) => scaled(a, b)));
  return { lower: Math.min(...ends), upper: Math.max(...ends) };
}

/** Whole coefficients on discrete variables only, products included: the row's value is a whole number. */
export function isWholeRow(
  model: Model,
  { start, column, value, quadratic, higher }: PolynomialColumns,
  row: number,
): boolean {
  for (let entry = start[row]!; entry < start[row + 1]!; entry++)
    if (!Number.isInteger(value[entry]!) || !isDiscreteColumn(model, column[entry]!)) return false;
  for (let entry = quadratic.start[row]!; entry < quadratic.start[row + 1]!; entry++) {
    const isDiscrete =
      isDiscreteColumn(model, quadratic.left[entry]!) && isDiscreteColumn(model, quadratic.right[entry]!);
    if (!isDiscrete || !Number.isInteger(quadratic.value[entry]!)) return false;
  }
  for (let entry = higher.start[row]!; entry < higher.start[row + 1]!; entry++) {
    if (!Number.isInteger(higher.value[entry]!)) return false;
    for (let at = higher.factorStart[entry]!; at < higher.factorStart[entry + 1]!; at++)
      if (!isDiscreteColumn(model, higher.factor[at]!)) return false;
  }
  return true;
}
