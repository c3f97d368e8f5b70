import { modelError } from "./errors.ts";
import type { ConstraintMeaning, Meaning, VariableIndex } from "./model.ts";
import { type Polynomial, PolynomialRows } from "./polynomial.ts";
import type { Uncertain } from "./uncertainty-builder.ts";

/** Sum under construction: terms of the same variables add up. */
export interface SumBuilder {
  /** Adds `coefficient · variable`. */
  plus(coefficient: number | Uncertain, variable: VariableIndex): this;
  /** Adds a linear part from columns of equal length: much the fastest way to a long sum. */
  plusAll(coefficients: ArrayLike<number>, variables: ArrayLike<VariableIndex>): this;
  /** Adds `coefficient · first · second · …`; the same variable may be given more than once. */
  product(coefficient: number, first: VariableIndex, second: VariableIndex, ...more: VariableIndex[]): this;
  /** Adds a number; in a constraint it moves to the other side. */
  constant(value: number | Uncertain): this;
}

/** One constraint under construction; exactly one of the last four ends it. */
export interface ConstraintBuilder extends SumBuilder {
  /** Sum ≤ upper. */
  atMost(upper: number): void;
  /** Sum ≥ lower. */
  atLeast(lower: number): void;
  equals(value: number): void;
  /** lower ≤ sum ≤ upper; either may be infinite. */
  between(lower: number, upper: number): void;
}

/** What a sum asks of the model it stands in. */
export interface SumModel {
  /** @throws QT_MODEL_UNKNOWN_VARIABLE, QT_MODEL_CLOSED */
  readonly checkVariable: (variable: VariableIndex, where: string) => void;
  /** @throws QT_MODEL_UNKNOWN_VARIABLE, QT_MODEL_NOT_A_NUMBER, QT_MODEL_CLOSED */
  readonly checkAll: (coefficients: ArrayLike<number>, variables: ArrayLike<number>, where: string) => void;
  readonly isZeroOne: (column: number) => boolean;
  /** @returns the nominal value; @throws QT_MODEL_NOT_A_NUMBER, QT_MODEL_BAD_SCENARIOS */
  readonly use: (value: number | Uncertain, owner: Sum, column: number) => number;
}

/** Where a sum stands: a row (0) or an objective term (1), and which one; a row knows that when it is ended. */
export interface SumPlace {
  readonly place: 0 | 1;
  index: number;
}

export class Sum implements SumBuilder {
  readonly meaning: Meaning;
  readonly place: SumPlace;
  readonly polynomial: Polynomial;
  private readonly model: SumModel;

  constructor(model: SumModel, meaning: Meaning, place: SumPlace, polynomial: Polynomial) {
    this.model = model;
    this.meaning = meaning;
    this.place = place;
    this.polynomial = polynomial;
  }

  plus(coefficient: number | Uncertain, variable: VariableIndex): this {
    this.model.checkVariable(variable, this.meaning.id);
    this.polynomial.linear(variable, this.model.use(coefficient, this, variable));
    return this;
  }

  plusAll(coefficients: ArrayLike<number>, variables: ArrayLike<VariableIndex>): this {
    const { id } = this.meaning;
    if (coefficients.length !== variables.length)
      throw modelError(
        "QT_MODEL_WRONG_LENGTH",
        `'${id}' has ${coefficients.length} coefficients for ${variables.length} variables.`,
        id,
      );
    this.model.checkAll(coefficients, variables, id);
    this.polynomial.column.pushAll(variables);
    this.polynomial.value.pushAll(coefficients);
    return this;
  }

  product(coefficient: number, ...variables: VariableIndex[]): this {
    for (const variable of variables) this.model.checkVariable(variable, this.meaning.id);
    const [first, second] = variables;
    if (variables.length === 2 && first !== second) {
      const value = this.model.use(coefficient, this, -1);
      this.polynomial.pair(Math.min(first!, second!), Math.max(first!, second!), value);
      return this;
    }
    const factors = variables
      .sort((left, right) => left - right)
      .filter(
        (variable, at) => at === 0 || variable !== variables[at - 1] || !this.model.isZeroOne(variable),
      );
    this.polynomial.product(factors, this.model.use(coefficient, this, -1));
    return this;
  }

  constant(value: number | Uncertain): this {
    this.polynomial.constant += this.model.use(value, this, -1);
    return this;
  }

  /** @throws QT_MODEL_BAD_STRUCTURE when there are products or uncertain numbers */
  linearOnly(): { column: Int32Array; value: Float64Array } {
    if (this.polynomial.degree > 1)
      throw modelError("QT_MODEL_BAD_STRUCTURE", `'${this.meaning.id}' has products.`, this.meaning.id);
    const rows = new PolynomialRows();
    rows.push(this.polynomial);
    return { column: rows.column.trimmed(), value: rows.value.trimmed() };
  }
}

export class Row implements ConstraintBuilder {
  readonly meaning: ConstraintMeaning;
  readonly sum: Sum;
  private readonly close: (row: Row, lower: number, upper: number) => void;
  private closed = false;

  constructor(model: SumModel, meaning: ConstraintMeaning, polynomial: Polynomial, close: Row["close"]) {
    this.meaning = meaning;
    this.sum = new Sum(model, meaning, { place: 0, index: -1 }, polynomial);
    this.close = close;
  }

  plus(coefficient: number | Uncertain, variable: VariableIndex): this {
    this.mustBeOpen();
    this.sum.plus(coefficient, variable);
    return this;
  }

  plusAll(coefficients: ArrayLike<number>, variables: ArrayLike<VariableIndex>): this {
    this.mustBeOpen();
    this.sum.plusAll(coefficients, variables);
    return this;
  }

  product(coefficient: number, ...variables: VariableIndex[]): this {
    this.mustBeOpen();
    this.sum.product(coefficient, ...variables);
    return this;
  }

  constant(value: number | Uncertain): this {
    this.mustBeOpen();
    this.sum.constant(value);
    return this;
  }

  atMost(upper: number): void {
    this.between(-Infinity, upper);
  }

  atLeast(lower: number): void {
    this.between(lower, Infinity);
  }

  equals(value: number): void {
    this.between(value, value);
  }

  between(lower: number, upper: number): void {
    this.mustBeOpen();
    this.close(this, lower, upper);
    this.closed = true;
  }

  private mustBeOpen(): void {
    if (this.closed)
      throw modelError(
        "QT_MODEL_CLOSED",
        `Constraint '${this.meaning.id}' already has its bounds.`,
        this.meaning.id,
      );
  }
}
