import { FloatColumn, IntColumn } from "./growing.ts";
import type { Pairs } from "./merge-terms.ts";
import type {
  Choice,
  ConstraintMeaning,
  ConstraintRows,
  Model,
  ObjectiveTerm,
  VariableColumns,
  VariableKind,
} from "./model.ts";
import { variableKinds } from "./model.ts";
import { Polynomial, type PolynomialColumns, PolynomialRows } from "./polynomial.ts";

/** Variables under construction, unchecked: for passes over models that were checked when they were built. */
export class VariableList {
  readonly names: string[] = [];
  readonly units: string[] = [];
  readonly kind = new IntColumn();
  readonly lower = new FloatColumn();
  readonly upper = new FloatColumn();
  readonly recourse = new IntColumn();
  readonly choices: Choice[] = [];
  private taken: Set<string> | null = null;

  /** Starts with the variables of a model, or with none. */
  constructor(from?: VariableColumns) {
    if (!from) return;
    for (const name of from.names) this.names.push(name);
    for (const unit of from.units) this.units.push(unit);
    this.kind.pushAll(from.kind);
    this.lower.pushAll(from.lower);
    this.upper.pushAll(from.upper);
    this.recourse.pushAll(from.recourse);
    this.choices.push(...from.choices);
  }

  /** @param wanted the name; primes are added while it is taken; @returns the column */
  add(
    kind: VariableKind,
    wanted: string,
    { lower = 0, upper = 1, unit = "1", recourse = false } = {},
  ): number {
    this.taken ??= new Set(this.names);
    let name = wanted;
    while (this.taken.has(name)) name += "'";
    this.taken.add(name);
    this.names.push(name);
    this.units.push(unit);
    this.kind.push(variableKinds.indexOf(kind));
    this.lower.push(lower);
    this.upper.push(upper);
    this.recourse.push(recourse ? 1 : 0);
    return this.names.length - 1;
  }

  /** Appends a variable of a model as it is. */
  copy(from: VariableColumns, column: number): number {
    return this.add(variableKinds[from.kind[column]!]!, from.names[column]!, {
      lower: from.lower[column]!,
      upper: from.upper[column]!,
      unit: from.units[column]!,
      recourse: from.recourse[column] === 1,
    });
  }

  /** Appends a choice with one column an option. */
  addChoice(name: string, options: readonly string[]): Choice {
    const first = this.names.length;
    for (const option of options) this.add("choice", `${name}=${option}`);
    const choice = Object.freeze({ name, first, options: Object.freeze([...options]) });
    this.choices.push(choice);
    return choice;
  }

  done(): VariableColumns {
    return Object.freeze({
      count: this.names.length,
      names: Object.freeze(this.names),
      kind: Uint8Array.from(this.kind.trimmed()),
      lower: this.lower.trimmed(),
      upper: this.upper.trimmed(),
      units: Object.freeze(this.units),
      choices: Object.freeze(this.choices),
      recourse: Uint8Array.from(this.recourse.trimmed()),
    });
  }
}

/** Rows under construction, unchecked. */
export class RowList {
  readonly rows = new PolynomialRows();
  readonly lower = new FloatColumn();
  readonly upper = new FloatColumn();
  readonly meaning: ConstraintMeaning[] = [];

  /** Appends lower ≤ sum ≤ upper; the sum's constant moves to the bounds. */
  add(meaning: ConstraintMeaning, sum: Polynomial, lower: number, upper: number): void {
    this.rows.push(sum);
    this.lower.push(lower - sum.constant);
    this.upper.push(upper - sum.constant);
    this.meaning.push(meaning);
  }

  /** Appends a row of a model, with another meaning if one is given. */
  copy(from: ConstraintRows, row: number, meaning = from.meaning[row]!): void {
    this.rows.copy(from, row);
    this.lower.push(from.lower[row]!);
    this.upper.push(from.upper[row]!);
    this.meaning.push(meaning);
  }

  /** Appends Σ x·y ≤ 0 over `count` pairs in order, which the caller fills in. */
  addForbidden(meaning: ConstraintMeaning, count: number): Pairs {
    this.lower.push(-Infinity);
    this.upper.push(0);
    this.meaning.push(meaning);
    return this.rows.extendPairs(count);
  }

  /** The rows; nothing can be appended afterwards. */
  done(): ConstraintRows {
    return Object.freeze({
      count: this.meaning.length,
      lower: this.lower.taken(),
      upper: this.upper.taken(),
      ...this.rows.taken(),
      meaning: Object.freeze(this.meaning),
    });
  }
}

/** A model with some parts replaced. */
export const withParts = (model: Model, parts: Partial<Model>): Model =>
  Object.freeze({ ...model, ...parts });

/** Adds `factor` times a finished row of polynomials to a sum. */
export function addRow(sum: Polynomial, rows: PolynomialColumns, row: number, factor = 1): void {
  const { start, column, value, quadratic, higher } = rows;
  for (let entry = start[row]!; entry < start[row + 1]!; entry++)
    sum.linear(column[entry]!, factor * value[entry]!);
  for (let entry = quadratic.start[row]!; entry < quadratic.start[row + 1]!; entry++)
    sum.pair(quadratic.left[entry]!, quadratic.right[entry]!, factor * quadratic.value[entry]!);
  for (let entry = higher.start[row]!; entry < higher.start[row + 1]!; entry++) {
    const factors = higher.factor.subarray(higher.factorStart[entry]!, higher.factorStart[entry + 1]!);
    sum.product(factors, factor * higher.value[entry]!);
  }
}

/** An objective term as a sum that can be changed. */
export function sumOfTerm({ column, value, quadratic, higher, constant }: ObjectiveTerm): Polynomial {
  const sum = new Polynomial();
  addRow(sum, { start: Int32Array.of(0, column.length), column, value, quadratic, higher }, 0);
  sum.constant = constant;
  return sum;
}
