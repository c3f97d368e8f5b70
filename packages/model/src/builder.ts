import { modelError } from "./errors.ts";
import { SparseColumns } from "./growing.ts";
import type {
  ConstraintMeaning,
  Meaning,
  Model,
  ObjectiveTerm,
  VariableIndex,
  VariableKind,
} from "./model.ts";
import { variableKinds } from "./model.ts";

export interface VariableOptions {
  /** Default 0. Use −Infinity for a free variable. */
  readonly lower?: number;
  /** Default Infinity. */
  readonly upper?: number;
  /** Default `1`. */
  readonly unit?: string;
}

/** Sum under construction: terms of one variable add up. */
export interface SumBuilder {
  /** Adds `coefficient · variable`. */
  plus(coefficient: number, variable: VariableIndex): this;
  /** Adds a number; in a constraint it moves to the other side. */
  constant(value: number): this;
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

export interface ModelBuilder {
  continuous(name: string, options?: VariableOptions): VariableIndex;
  integer(name: string, options?: VariableOptions): VariableIndex;
  /** Zero or one; bounds inside [0, 1] fix it. */
  binary(name: string, options?: VariableOptions): VariableIndex;
  /** Starts a row; a `pricePerUnit` makes it soft. Several rows may be open at once; they keep the order they were ended in. */
  constraint(meaning: ConstraintMeaning): ConstraintBuilder;
  /** Starts a named part of the objective; it needs no end. */
  objective(meaning: Meaning): SumBuilder;
  /**
   * The finished, frozen model; the builder takes nothing more.
   * @throws QT_MODEL_OPEN_ROW, QT_MODEL_CLOSED
   */
  build(): Model;
}

/**
 * Starts a model. Mistakes are found where they are made: each throws with `where`.
 * @throws QT_MODEL_DUPLICATE_VARIABLE, QT_MODEL_DUPLICATE_ID, QT_MODEL_CROSSED_BOUNDS, QT_MODEL_NOT_A_NUMBER,
 *   QT_MODEL_UNKNOWN_VARIABLE, QT_MODEL_NEGATIVE_PRICE, QT_MODEL_NOT_BINARY, QT_MODEL_EMPTY_NAME, QT_MODEL_CLOSED
 * @example
 * const model = createModel({ name: "dispatch", sense: "minimize" });
 * const importKw = model.continuous("importKw[0]", { upper: 4000, unit: "kW" });
 * const on = model.binary("on[0]");
 * model
 *   .constraint({ id: "balance[0]", rule: "balance", sentence: "Power bought covers the load.", unit: "kW" })
 *   .plus(1, importKw)
 *   .plus(-500, on)
 *   .equals(1200);
 * model
 *   .objective({ id: "energy", rule: "energy", sentence: "Energy bought at the day-ahead price.", unit: "EUR" })
 *   .plus(0.02, importKw);
 * const built = model.build();
 */
export function createModel(head: { readonly name: string; readonly sense: Model["sense"] }): ModelBuilder {
  return new ColumnarBuilder(head.name, head.sense);
}

class ColumnarBuilder implements ModelBuilder {
  private readonly name: string;
  private readonly sense: Model["sense"];
  private readonly names: string[] = [];
  private readonly units: string[] = [];
  private readonly kinds: number[] = [];
  private readonly lower: number[] = [];
  private readonly upper: number[] = [];
  private readonly knownNames = new Set<string>();
  private readonly knownIds = new Set<string>();
  private readonly rows = new SparseColumns();
  private readonly rowStart: number[] = [0];
  private readonly rowLower: number[] = [];
  private readonly rowUpper: number[] = [];
  private readonly meanings: ConstraintMeaning[] = [];
  private readonly open = new Set<string>();
  private readonly terms: Sum[] = [];
  private built = false;

  constructor(name: string, sense: Model["sense"]) {
    this.name = name;
    this.sense = sense;
  }

  continuous(name: string, options: VariableOptions = {}): VariableIndex {
    return this.variable("continuous", name, options);
  }

  integer(name: string, options: VariableOptions = {}): VariableIndex {
    return this.variable("integer", name, options);
  }

  binary(name: string, options: VariableOptions = {}): VariableIndex {
    const { lower = 0, upper = 1 } = options;
    if (lower < 0 || upper > 1)
      throw modelError("QT_MODEL_NOT_BINARY", `Binary '${name}' has bounds ${lower} and ${upper}.`, name);
    return this.variable("binary", name, { ...options, lower, upper });
  }

  constraint(meaning: ConstraintMeaning): ConstraintBuilder {
    this.claimId(meaning.id, `constraints[${this.meanings.length + this.open.size}]`);
    const price = meaning.pricePerUnit;
    if (price !== undefined && !(price >= 0 && price < Infinity))
      throw modelError("QT_MODEL_NEGATIVE_PRICE", `The price of '${meaning.id}' is ${price}.`, meaning.id);
    this.open.add(meaning.id);
    return new Row(this, Object.freeze({ ...meaning }), (row, lower, upper) => this.close(row, lower, upper));
  }

  objective(meaning: Meaning): SumBuilder {
    this.claimId(meaning.id, `objective.terms[${this.terms.length}]`);
    const term = new Sum(this, Object.freeze({ ...meaning }));
    this.terms.push(term);
    return term;
  }

  build(): Model {
    this.mustBeOpen("model");
    const [unfinished] = this.open;
    if (unfinished !== undefined)
      throw modelError("QT_MODEL_OPEN_ROW", `Constraint '${unfinished}' has no bounds.`, unfinished);
    this.built = true;
    return Object.freeze({
      name: this.name,
      sense: this.sense,
      variables: Object.freeze({
        count: this.names.length,
        names: Object.freeze(this.names),
        kind: Uint8Array.from(this.kinds),
        lower: Float64Array.from(this.lower),
        upper: Float64Array.from(this.upper),
        units: Object.freeze(this.units),
      }),
      constraints: this.buildRows(),
      objective: this.buildObjective(),
    });
  }

  /** @throws QT_MODEL_UNKNOWN_VARIABLE, QT_MODEL_NOT_A_NUMBER, QT_MODEL_CLOSED */
  checkTerm(coefficient: number, variable: VariableIndex, where: string): void {
    this.mustBeOpen(where);
    if (!Number.isFinite(coefficient))
      throw modelError("QT_MODEL_NOT_A_NUMBER", `A coefficient of '${where}' is ${coefficient}.`, where);
    if (!(Number.isInteger(variable) && variable >= 0 && variable < this.names.length))
      throw modelError("QT_MODEL_UNKNOWN_VARIABLE", `'${where}' names variable ${variable}.`, where);
  }

  private mustBeOpen(where: string): void {
    if (this.built) throw modelError("QT_MODEL_CLOSED", "The model is already built.", where);
  }

  private variable(kind: VariableKind, name: string, options: VariableOptions): VariableIndex {
    const where = `variables[${this.names.length}]`;
    this.mustBeOpen(where);
    if (name === "") throw modelError("QT_MODEL_EMPTY_NAME", "A variable has no name.", where);
    if (this.knownNames.has(name))
      throw modelError("QT_MODEL_DUPLICATE_VARIABLE", `There are two variables '${name}'.`, where);
    const { lower = 0, upper = Infinity, unit = "1" } = options;
    checkBounds(lower, upper, name);
    this.knownNames.add(name);
    this.names.push(name);
    this.units.push(unit);
    this.kinds.push(variableKinds.indexOf(kind));
    this.lower.push(lower);
    this.upper.push(upper);
    return this.names.length - 1;
  }

  private claimId(id: string, where: string): void {
    this.mustBeOpen(where);
    if (id === "")
      throw modelError("QT_MODEL_EMPTY_NAME", "A constraint or objective term has no id.", where);
    if (this.knownIds.has(id))
      throw modelError("QT_MODEL_DUPLICATE_ID", `The id '${id}' is used twice.`, where);
    this.knownIds.add(id);
  }

  private close(row: Row, lower: number, upper: number): void {
    checkBounds(lower, upper, row.meaning.id);
    this.open.delete(row.meaning.id);
    row.sum.mergeInto(this.rows);
    this.rowStart.push(this.rows.length);
    this.rowLower.push(lower - row.sum.offset);
    this.rowUpper.push(upper - row.sum.offset);
    this.meanings.push(row.meaning);
  }

  private buildRows(): Model["constraints"] {
    return Object.freeze({
      count: this.meanings.length,
      lower: Float64Array.from(this.rowLower),
      upper: Float64Array.from(this.rowUpper),
      start: Int32Array.from(this.rowStart),
      ...this.rows.trimmed(),
      meaning: Object.freeze(this.meanings),
    });
  }

  private buildObjective(): Model["objective"] {
    const terms = this.terms.map((term) => term.toObjectiveTerm());
    return objectiveOf(this.names.length, terms);
  }
}

/** Adds up the terms: the objective of a model of `variableCount` variables. */
export function objectiveOf(variableCount: number, terms: readonly ObjectiveTerm[]): Model["objective"] {
  const linear = new Float64Array(variableCount);
  let constant = 0;
  for (const term of terms) {
    constant += term.constant;
    term.column.forEach((column, entry) => {
      linear[column]! += term.value[entry]!;
    });
  }
  return Object.freeze({ linear, constant, terms: Object.freeze(terms) });
}

function checkBounds(lower: number, upper: number, where: string): void {
  const usable = lower < Infinity && upper > -Infinity;
  if (Number.isNaN(lower) || Number.isNaN(upper) || (!usable && lower <= upper))
    throw modelError("QT_MODEL_NOT_A_NUMBER", `The bounds of '${where}' are ${lower} and ${upper}.`, where);
  if (lower > upper)
    throw modelError(
      "QT_MODEL_CROSSED_BOUNDS",
      `'${where}' must be at least ${lower} and at most ${upper}.`,
      where,
    );
}

class Sum implements SumBuilder {
  readonly meaning: Meaning;
  offset = 0;
  private readonly model: ColumnarBuilder;
  private readonly entries = new SparseColumns();

  constructor(model: ColumnarBuilder, meaning: Meaning) {
    this.model = model;
    this.meaning = meaning;
  }

  plus(coefficient: number, variable: VariableIndex): this {
    this.model.checkTerm(coefficient, variable, this.meaning.id);
    this.entries.push(variable, coefficient);
    return this;
  }

  constant(value: number): this {
    if (!Number.isFinite(value))
      throw modelError(
        "QT_MODEL_NOT_A_NUMBER",
        `A constant of '${this.meaning.id}' is ${value}.`,
        this.meaning.id,
      );
    this.offset += value;
    return this;
  }

  /** Appends the terms by variable, those of one variable added up, without those that cancel. */
  mergeInto(target: SparseColumns): void {
    const { index, value, length } = this.entries;
    if (this.isAscending()) {
      for (let entry = 0; entry < length; entry++)
        if (value[entry] !== 0) target.push(index[entry]!, value[entry]!);
      return;
    }
    const sums = new Map<number, number>();
    for (let entry = 0; entry < length; entry++)
      sums.set(index[entry]!, (sums.get(index[entry]!) ?? 0) + value[entry]!);
    const byVariable = [...sums].sort(([left], [right]) => left - right);
    for (const [variable, coefficient] of byVariable)
      if (coefficient !== 0) target.push(variable, coefficient);
  }

  /** Each variable once and in order: the usual case, and much the fastest. */
  private isAscending(): boolean {
    const { index, length } = this.entries;
    for (let entry = 1; entry < length; entry++) if (index[entry - 1]! >= index[entry]!) return false;
    return true;
  }

  toObjectiveTerm(): ObjectiveTerm {
    const merged = new SparseColumns();
    this.mergeInto(merged);
    return Object.freeze({ ...this.meaning, ...merged.trimmed(), constant: this.offset });
  }
}

class Row implements ConstraintBuilder {
  readonly meaning: ConstraintMeaning;
  readonly sum: Sum;
  private readonly close: (row: Row, lower: number, upper: number) => void;
  private closed = false;

  constructor(model: ColumnarBuilder, meaning: ConstraintMeaning, close: Row["close"]) {
    this.meaning = meaning;
    this.sum = new Sum(model, meaning);
    this.close = close;
  }

  plus(coefficient: number, variable: VariableIndex): this {
    this.mustBeOpen();
    this.sum.plus(coefficient, variable);
    return this;
  }

  constant(value: number): this {
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
