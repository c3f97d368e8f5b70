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

/** How far a row is outside its bounds, without any rounding; 0 inside. */
export function exactRowExcess({ constraints }: Model, row: number, x: ArrayLike<number>): number {
  const sum = new ExactSum();
  addRow(sum, constraints, row, x);
  return outside(sum, constraints.lower[row]!, constraints.upper[row]!);
}

function outside(sum: ExactSum, lower: number, upper: number): number {
  const [below, above] = [-sum.minus(lower), sum.minus(upper)];
  return Math.max(0, below, above);
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
    if (pricePerUnit) sum.add(worse, pricePerUnit, exactRowExcess(model, row, x));
  });
  for (const structure of structures) {
    const { pricePerUnit } = structure.meaning;
    if (pricePerUnit) sum.add(worse, pricePerUnit, structureViolation(model, structure, x));
  }
  return sum;
}

/** Only whole numbers where they are summed up: then nothing but equality will do. */
export function isWholeRow({ constraints }: Model, row: number): boolean {
  const { start, value, quadratic, higher } = constraints;
  return (
    isWhole(value, start[row]!, start[row + 1]!) &&
    isWhole(quadratic.value, quadratic.start[row]!, quadratic.start[row + 1]!) &&
    isWhole(higher.value, higher.start[row]!, higher.start[row + 1]!)
  );
}

export const isWholeObjective = ({ objective: { linear, constant, quadratic, higher } }: Model): boolean =>
  [linear, [constant], quadratic.value, higher.value].every((list) => isWhole(list, 0, list.length));

function isWhole(values: ArrayLike<number>, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!Number.isInteger(values[at])) return false;
  return true;
}
