import { isDiscrete } from "../feasibility.ts";
import type { Model, QuadraticEntries } from "../model.ts";
import type { PolynomialColumns } from "../polynomial.ts";
import { structureViolation } from "../structure-violation.ts";
import { ExactSum } from "./exact-sum.ts";

/** Adds one row of polynomials at a point, times a factor. */
function addRow(
  sum: ExactSum,
  { start, column, value, quadratic, higher }: PolynomialColumns,
  row: number,
  x: ArrayLike<number>,
): void {
  for (let entry = start[row]!; entry < start[row + 1]!; entry++) sum.add(value[entry]!, x[column[entry]!]!);
  addProducts(sum, { quadratic, higher }, row, x);
}

function addProducts(
  sum: ExactSum,
  {
    quadratic,
    higher,
  }: { readonly quadratic: QuadraticEntries; readonly higher: PolynomialColumns["higher"] },
  row: number,
  x: ArrayLike<number>,
): void {
  for (let entry = quadratic.start[row]!; entry < quadratic.start[row + 1]!; entry++)
    sum.add(quadratic.value[entry]!, x[quadratic.left[entry]!]!, x[quadratic.right[entry]!]!);
  for (let entry = higher.start[row]!; entry < higher.start[row + 1]!; entry++) {
    const factors = Array.from(
      higher.factor.subarray(higher.factorStart[entry]!, higher.factorStart[entry + 1]!),
      (column) => x[column]!,
    );
    sum.add(higher.value[entry]!, ...factors);
  }
}

/** What lies outside of a range, and the side it lies beyond. */
export interface Excess {
  /** Distance without any rounding; 0 inside. */
  readonly amount: number;
  /** The bound that is broken; inside, either. */
  readonly side: number;
}

export function outside(sum: ExactSum, lower: number, upper: number): Excess {
  const below = -sum.minus(lower);
  return below > 0 ? { amount: below, side: lower } : { amount: Math.max(0, sum.minus(upper)), side: upper };
}

/** How far a row is outside its bounds, without any rounding. */
export function exactRowExcess({ constraints }: Model, row: number, x: ArrayLike<number>): Excess {
  const sum = new ExactSum();
  addRow(sum, constraints, row, x);
  return outside(sum, constraints.lower[row]!, constraints.upper[row]!);
}

/** The objective of a certain model at a point, prices of broken soft constraints included, without any rounding. */
export function exactObjective(model: Model, x: ArrayLike<number>): ExactSum {
  const { objective, constraints, structures } = model;
  const sum = new ExactSum().add(objective.constant);
  for (let column = 0; column < objective.linear.length; column++)
    sum.add(objective.linear[column]!, x[column]!);
  addProducts(sum, objective, 0, x);
  const worse = model.sense === "minimize" ? 1 : -1;
  constraints.meaning.forEach(({ pricePerUnit }, row) => {
    if (pricePerUnit) sum.add(worse, pricePerUnit, exactRowExcess(model, row, x).amount);
  });
  for (const structure of structures) {
    const { pricePerUnit } = structure.meaning;
    if (pricePerUnit) sum.add(worse, pricePerUnit, structureViolation(model, structure, x));
  }
  return sum;
}

/** Whole coefficients on whole variables, in products too: then nothing but equality will do. */
export function isExactRow(model: Model, row: number): boolean {
  const { constraints } = model;
  return (
    partsOfRow(constraints, row).every((values) => values.every(Number.isInteger)) &&
    columnsOfRow(constraints, row).every((columns) => columns.every((column) => isDiscrete(model, column)))
  );
}

function partsOfRow({ start, value, quadratic, higher }: PolynomialColumns, row: number): Float64Array[] {
  return [{ start, value }, quadratic, higher].map((part) =>
    part.value.subarray(part.start[row]!, part.start[row + 1]!),
  );
}

function columnsOfRow({ start, column, quadratic, higher }: PolynomialColumns, row: number): Int32Array[] {
  const [from, to] = [quadratic.start[row]!, quadratic.start[row + 1]!];
  const [first, last] = [higher.start[row]!, higher.start[row + 1]!];
  return [
    column.subarray(start[row]!, start[row + 1]!),
    quadratic.left.subarray(from, to),
    quadratic.right.subarray(from, to),
    higher.factor.subarray(higher.factorStart[first]!, higher.factorStart[last]!),
  ];
}

/** Only whole numbers are summed up, and no prices: the objective is one whole number. */
export function isExactObjective(model: Model, x: ArrayLike<number>): boolean {
  const { linear, constant, quadratic, higher } = model.objective;
  const meanings = [...model.constraints.meaning, ...model.structures.map(({ meaning }) => meaning)];
  return (
    meanings.every(({ pricePerUnit }) => pricePerUnit === undefined) &&
    [linear, [constant], quadratic.value, higher.value].every((list) => list.every(Number.isInteger)) &&
    linear.every((coefficient, column) => coefficient === 0 || Number.isInteger(x[column])) &&
    [quadratic.left, quadratic.right, higher.factor].every((list) =>
      list.every((column) => Number.isInteger(x[column])),
    )
  );
}
