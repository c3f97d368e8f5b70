import { commonDigits, rounded } from "./decimals.ts";
import { RowList, withParts } from "./edit.ts";
import { modelError } from "./errors.ts";
import type { Model, ObjectiveTerm, VariableColumns } from "./model.ts";
import { variableKinds } from "./model.ts";
import { meaningOf, objectiveOf } from "./objective.ts";
import { Polynomial, type PolynomialColumns } from "./polynomial.ts";
import { renamedStructure } from "./structure-columns.ts";
import type { Structure } from "./structures.ts";

/**
 * Every old variable as an affine sum of new ones: x[v] = constant[v] + Σ factor[e]·y[column[e]] over the entries
 * start[v] … start[v+1]−1, by ascending column.
 */
export interface Substitution {
  readonly variables: VariableColumns;
  readonly constant: Float64Array;
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly factor: Float64Array;
}

/** Old values from new ones. */
export function substitutedValues(
  { constant, start, column, factor }: Substitution,
  values: ArrayLike<number>,
): Float64Array {
  return constant.map((sum, variable) => {
    for (let entry = start[variable]!; entry < start[variable + 1]!; entry++)
      sum += factor[entry]! * values[column[entry]!]!;
    return sum;
  });
}

/**
 * The same model in new variables.
 * @throws QT_MODEL_UNSUPPORTED_FEATURE when a structure names a variable that is no longer one variable, or numbers are uncertain
 */
export function substitute(model: Model, by: Substitution): Model {
  if (model.uncertainty)
    throw modelError("QT_MODEL_UNSUPPORTED_FEATURE", "Uncertain numbers stand in the model.", model.name);
  const { constraints } = model;
  const writer = new Substituting(by);
  const rows = new RowList();
  const sum = new Polynomial();
  for (let row = 0; row < constraints.count; row++) {
    sum.clear();
    writer.addRow(sum, constraints, row);
    const [lower, upper] = [constraints.lower[row]!, constraints.upper[row]!];
    const digits = writer.digitsOf(constraints, row, [lower, upper].filter(Number.isFinite));
    if (digits === null) rows.add(constraints.meaning[row]!, sum, lower, upper);
    else {
      sum.round(digits);
      const [least, most] = [lower - sum.constant, upper - sum.constant].map((side) => rounded(side, digits));
      sum.constant = 0;
      rows.add(constraints.meaning[row]!, sum, least!, most!);
    }
  }
  const parts = model.objective.terms.map((term) => ({ meaning: meaningOf(term), sum: writer.term(term) }));
  return withParts(model, {
    variables: by.variables,
    constraints: rows.done(),
    structures: model.structures.map((structure) => renamed(structure, by)),
    objective: objectiveOf(by.variables.count, parts),
  });
}

class Substituting {
  private readonly by: Substitution;
  private readonly isZeroOne: Uint8Array;
  private readonly isWhole: boolean;

  constructor(by: Substitution) {
    this.by = by;
    const zeroOne = [variableKinds.indexOf("binary"), variableKinds.indexOf("choice")];
    this.isZeroOne = by.variables.kind.map((kind) => (zeroOne.includes(kind) ? 1 : 0));
    this.isWhole = by.constant.every(Number.isInteger) && by.factor.every(Number.isInteger);
  }

  /**
   * Digits behind the point of a row whose decimals stay decimals: multiplied by whole numbers, what is behind them is
   * rounding and can go. Null: whole numbers, or no decimals.
   */
  digitsOf(rows: PolynomialColumns, row: number, sides: readonly number[] = []): number | null {
    if (!this.isWhole) return null;
    const { start, value, quadratic, higher } = rows;
    const digits = commonDigits([
      value.subarray(start[row], start[row + 1]),
      quadratic.value.subarray(quadratic.start[row], quadratic.start[row + 1]),
      higher.value.subarray(higher.start[row], higher.start[row + 1]),
      sides,
    ]);
    return digits === 0 ? null : digits;
  }

  term({ column, value, quadratic, higher, constant }: ObjectiveTerm): Polynomial {
    const start = Int32Array.of(0, column.length);
    const sum = new Polynomial();
    sum.constant = constant;
    const rows = { start, column, value, quadratic, higher };
    this.addRow(sum, rows, 0);
    const digits = this.digitsOf(rows, 0, [constant]);
    if (digits !== null) sum.round(digits);
    return sum;
  }

  addRow(sum: Polynomial, rows: PolynomialColumns, row: number): void {
    const { start, column, value, quadratic, higher } = rows;
    for (let entry = start[row]!; entry < start[row + 1]!; entry++)
      this.linear(sum, column[entry]!, value[entry]!);
    for (let entry = quadratic.start[row]!; entry < quadratic.start[row + 1]!; entry++)
      this.product(sum, [quadratic.left[entry]!, quadratic.right[entry]!], quadratic.value[entry]!, []);
    for (let entry = higher.start[row]!; entry < higher.start[row + 1]!; entry++) {
      const factors = higher.factor.subarray(higher.factorStart[entry]!, higher.factorStart[entry + 1]!);
      this.product(sum, factors, higher.value[entry]!, []);
    }
  }

  private linear(sum: Polynomial, variable: number, value: number): void {
    const { constant, start, column, factor } = this.by;
    sum.constant += value * constant[variable]!;
    for (let entry = start[variable]!; entry < start[variable + 1]!; entry++)
      sum.linear(column[entry]!, value * factor[entry]!);
  }

  /** Multiplies out one old factor after the other; `chosen` holds the new factors so far. */
  private product(sum: Polynomial, old: ArrayLike<number>, value: number, chosen: readonly number[]): void {
    if (old.length === 0) {
      sum.product(this.normalised(chosen), value);
      return;
    }
    const { constant, start, column, factor } = this.by;
    const variable = old[0]!;
    const rest = Array.prototype.slice.call(old, 1) as number[];
    if (constant[variable] !== 0) this.product(sum, rest, value * constant[variable]!, chosen);
    for (let entry = start[variable]!; entry < start[variable + 1]!; entry++)
      this.product(sum, rest, value * factor[entry]!, [...chosen, column[entry]!]);
  }

  /** Ascending, and without powers of variables that are only 0 or 1. */
  private normalised(factors: readonly number[]): readonly number[] {
    return [...factors]
      .sort((left, right) => left - right)
      .filter((column, at, all) => at === 0 || column !== all[at - 1] || this.isZeroOne[column] === 0);
  }
}

function renamed(structure: Structure, by: Substitution): Structure {
  const column = (old: number): number => {
    const entry = by.start[old]!;
    const same = by.start[old + 1] === entry + 1 && by.factor[entry] === 1 && by.constant[old] === 0;
    if (same) return by.column[entry]!;
    const { id } = structure.meaning;
    throw modelError("QT_MODEL_UNSUPPORTED_FEATURE", `'${id}' must become rows before its variables do.`, id);
  };
  return renamedStructure(structure, column);
}
