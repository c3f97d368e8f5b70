import { checkBounds, checkConstraintMeaning, checkObjectiveMeaning } from "./builder-checks.ts";
import { type ChoiceHandle, choiceHandle } from "./choice-handle.ts";
import { modelError } from "./errors.ts";
import { FloatColumn, IntColumn } from "./growing.ts";
import type {
  Choice,
  ConstraintMeaning,
  Model,
  ObjectiveMeaning,
  VariableIndex,
  VariableKind,
} from "./model.ts";
import { variableKinds } from "./model.ts";
import { objectiveOf } from "./objective.ts";
import { Polynomial, PolynomialRows } from "./polynomial.ts";
import { type IntervalSpec, StructureBuilder } from "./structure-builder.ts";
import {
  type ConstraintBuilder,
  Row,
  Sum,
  type SumBuilder,
  type SumModel,
  type SumPlace,
} from "./sum-builder.ts";
import { type ParameterSpec, type Uncertain, UncertaintyBuilder } from "./uncertainty-builder.ts";

export interface VariableOptions {
  /** Default 0. Use −Infinity for a free variable. */
  readonly lower?: number;
  /** Default Infinity. */
  readonly upper?: number;
  /** Default `1`. */
  readonly unit?: string;
  /** Decided once for each scenario, after the uncertain parameters are known; default false. */
  readonly recourse?: boolean;
}

export interface ModelBuilder {
  continuous(name: string, options?: VariableOptions): VariableIndex;
  integer(name: string, options?: VariableOptions): VariableIndex;
  /** Zero or one; bounds inside [0, 1] fix it. */
  binary(name: string, options?: VariableOptions): VariableIndex;
  /** Exactly one of the options, given by their labels; each option is a column `name=label`. */
  choice(
    name: string,
    options: readonly string[],
    settings?: Pick<VariableOptions, "recourse">,
  ): ChoiceHandle;
  /** Starts a row; a `pricePerUnit` makes it soft. Several rows may be open at once; they keep the order they were ended in. */
  constraint(meaning: ConstraintMeaning): ConstraintBuilder;
  /** Starts a named part of the objective; it needs no end. */
  objective(meaning: ObjectiveMeaning): SumBuilder;
  /** Exactly one of the binary (or choice) columns is 1. */
  exactlyOne(meaning: ConstraintMeaning, columns: ArrayLike<VariableIndex>): void;
  /** At most `limit` of the binary (or choice) columns are 1. */
  atMost(meaning: ConstraintMeaning, limit: number, columns: ArrayLike<VariableIndex>): void;
  /** Starts a linear row that must hold when the binary (or choice) column has the value `is`. */
  implication(meaning: ConstraintMeaning, when: VariableIndex, is: 0 | 1): ConstraintBuilder;
  /** start[after] ≥ start[before] + lag. */
  precedence(meaning: ConstraintMeaning, before: VariableIndex, after: VariableIndex, lag: number): void;
  /** No two activities at once; `setup[i][j]` from the end of i to the start of its next neighbour j. */
  noOverlap(
    meaning: ConstraintMeaning,
    activities: readonly IntervalSpec[],
    setup?: readonly ArrayLike<number>[],
  ): void;
  /** Demands of the activities that run at one moment sum up to at most `capacity`. */
  cumulative(
    meaning: ConstraintMeaning,
    activities: readonly (IntervalSpec & { readonly demand: number })[],
    capacity: number,
  ): void;
  /** n choices of n options: every option position is taken once. */
  permutation(meaning: ConstraintMeaning, choices: readonly ChoiceHandle[]): void;
  /** Declares the scenarios; before the first parameter. Probabilities are scaled to sum 1; absent: equal ones. */
  scenarios(names: readonly string[], probability?: ArrayLike<number>): void;
  /** A number that is not known for certain, to be used as a linear coefficient or a constant. */
  parameter(spec: ParameterSpec): Uncertain;
  /**
   * The finished, frozen model; the builder takes nothing more.
   * @throws QT_MODEL_OPEN_ROW, QT_MODEL_CLOSED
   */
  build(): Model;
}

/**
 * Starts a model. Mistakes are found where they are made: each throws with `where`.
 * @throws QT_MODEL_DUPLICATE_VARIABLE, QT_MODEL_DUPLICATE_ID, QT_MODEL_CROSSED_BOUNDS, QT_MODEL_NOT_A_NUMBER,
 *   QT_MODEL_UNKNOWN_VARIABLE, QT_MODEL_NEGATIVE_PRICE, QT_MODEL_NOT_BINARY, QT_MODEL_EMPTY_NAME, QT_MODEL_CLOSED,
 *   QT_MODEL_UNKNOWN_OPTION, QT_MODEL_BAD_STRUCTURE, QT_MODEL_BAD_SCENARIOS, QT_MODEL_BAD_RISK
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

const choiceKind = variableKinds.indexOf("choice");
const binaryKind = variableKinds.indexOf("binary");

class ColumnarBuilder implements ModelBuilder, SumModel {
  private readonly name: string;
  private readonly sense: Model["sense"];
  private readonly names: string[] = [];
  private readonly units: string[] = [];
  private readonly kinds = new IntColumn();
  private readonly lower = new FloatColumn();
  private readonly upper = new FloatColumn();
  private readonly recourse = new IntColumn();
  private readonly choices: Choice[] = [];
  private readonly knownNames = new Set<string>();
  private readonly knownChoices = new Set<string>();
  private readonly knownIds = new Set<string>();
  private readonly rows = new PolynomialRows();
  private readonly rowLower = new FloatColumn();
  private readonly rowUpper = new FloatColumn();
  private readonly meanings: ConstraintMeaning[] = [];
  private readonly open = new Set<string>();
  private readonly terms: Sum[] = [];
  /** Sums of ended rows, whose memory the next rows use. */
  private readonly spare: Polynomial[] = [];
  private readonly closeRow = (row: Row, lower: number, upper: number): void => this.close(row, lower, upper);
  private readonly structures: StructureBuilder;
  private readonly uncertainty = new UncertaintyBuilder();
  private built = false;

  constructor(name: string, sense: Model["sense"]) {
    this.name = name;
    this.sense = sense;
    this.structures = new StructureBuilder({
      choices: this.choices,
      isVariable: (column) => this.isVariable(column),
      isZeroOne: (column) => this.isZeroOne(column),
      isStart: (column) => this.isVariable(column) && !this.isZeroOne(column),
    });
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

  choice(
    name: string,
    options: readonly string[],
    settings: Pick<VariableOptions, "recourse"> = {},
  ): ChoiceHandle {
    const where = `choices[${this.choices.length}]`;
    if (name === "") throw modelError("QT_MODEL_EMPTY_NAME", "A choice has no name.", where);
    if (this.knownChoices.has(name))
      throw modelError("QT_MODEL_DUPLICATE_VARIABLE", `There are two choices '${name}'.`, where);
    if (options.length === 0) throw modelError("QT_MODEL_UNKNOWN_OPTION", `'${name}' has no options.`, name);
    this.knownChoices.add(name);
    const first = this.names.length;
    for (const option of options)
      this.variable("choice", `${name}=${option}`, { ...settings, lower: 0, upper: 1 });
    this.choices.push(Object.freeze({ name, first, options: Object.freeze([...options]) }));
    return choiceHandle(this.choices, this.choices.length - 1);
  }

  constraint(meaning: ConstraintMeaning): ConstraintBuilder {
    this.claimConstraint(meaning);
    this.open.add(meaning.id);
    return new Row(this, Object.freeze({ ...meaning }), this.spare.pop() ?? new Polynomial(), this.closeRow);
  }

  objective(meaning: ObjectiveMeaning): SumBuilder {
    this.claimId(meaning.id, `objective.terms[${this.terms.length}]`);
    checkObjectiveMeaning(meaning);
    const place: SumPlace = { place: 1, index: this.terms.length };
    const term = new Sum(this, Object.freeze({ ...meaning }), place, new Polynomial());
    this.terms.push(term);
    return term;
  }

  exactlyOne(meaning: ConstraintMeaning, columns: ArrayLike<VariableIndex>): void {
    this.claimConstraint(meaning);
    this.structures.exactlyOne(meaning, columns);
  }

  atMost(meaning: ConstraintMeaning, limit: number, columns: ArrayLike<VariableIndex>): void {
    this.claimConstraint(meaning);
    this.structures.atMost(meaning, limit, columns);
  }

  implication(meaning: ConstraintMeaning, when: VariableIndex, is: 0 | 1): ConstraintBuilder {
    this.claimConstraint(meaning);
    this.structures.checkSwitch(meaning, when);
    this.open.add(meaning.id);
    return new Row(this, Object.freeze({ ...meaning }), new Polynomial(), (row, lower, upper) => {
      checkBounds(lower, upper, meaning.id);
      this.open.delete(meaning.id);
      const linear = row.sum.linearOnly();
      const { constant } = row.sum.polynomial;
      this.structures.implication(row.meaning, { when, is, ...linear }, lower - constant, upper - constant);
    });
  }

  precedence(meaning: ConstraintMeaning, before: VariableIndex, after: VariableIndex, lag: number): void {
    this.claimConstraint(meaning);
    this.structures.precedence(meaning, before, after, lag);
  }

  noOverlap(
    meaning: ConstraintMeaning,
    activities: readonly IntervalSpec[],
    setup?: readonly ArrayLike<number>[],
  ): void {
    this.claimConstraint(meaning);
    this.structures.noOverlap(meaning, activities, setup);
  }

  cumulative(
    meaning: ConstraintMeaning,
    activities: readonly (IntervalSpec & { readonly demand: number })[],
    capacity: number,
  ): void {
    this.claimConstraint(meaning);
    this.structures.cumulative(meaning, activities, capacity);
  }

  permutation(meaning: ConstraintMeaning, choices: readonly ChoiceHandle[]): void {
    this.claimConstraint(meaning);
    this.structures.permutation(
      meaning,
      choices.map(({ index }) => index),
    );
  }

  scenarios(names: readonly string[], probability?: ArrayLike<number>): void {
    this.mustBeOpen("scenarios");
    this.uncertainty.scenarios(names, probability);
  }

  parameter(spec: ParameterSpec): Uncertain {
    this.mustBeOpen(spec.id);
    return this.uncertainty.parameter(spec);
  }

  build(): Model {
    this.mustBeOpen("model");
    const [unfinished] = this.open;
    if (unfinished !== undefined)
      throw modelError("QT_MODEL_OPEN_ROW", `Constraint '${unfinished}' has no bounds.`, unfinished);
    this.built = true;
    const terms = this.terms.map((term) => term.polynomial);
    return Object.freeze({
      name: this.name,
      sense: this.sense,
      variables: Object.freeze({
        count: this.names.length,
        names: Object.freeze(this.names),
        kind: Uint8Array.from(this.kinds.trimmed()),
        lower: this.lower.trimmed(),
        upper: this.upper.trimmed(),
        units: Object.freeze(this.units),
        choices: Object.freeze(this.choices),
        recourse: Uint8Array.from(this.recourse.trimmed()),
      }),
      constraints: Object.freeze({
        count: this.meanings.length,
        lower: this.rowLower.trimmed(),
        upper: this.rowUpper.trimmed(),
        ...this.rows.columns(),
        meaning: Object.freeze(this.meanings),
      }),
      structures: this.structures.done(),
      objective: objectiveOf(
        this.names.length,
        this.terms.map((term, index) => ({ meaning: term.meaning, sum: terms[index]! })),
      ),
      uncertainty: this.uncertainty.done(),
    });
  }

  /** @throws QT_MODEL_UNKNOWN_VARIABLE, QT_MODEL_CLOSED */
  checkVariable(variable: VariableIndex, where: string): void {
    this.mustBeOpen(where);
    if (!this.isVariable(variable))
      throw modelError("QT_MODEL_UNKNOWN_VARIABLE", `'${where}' names variable ${variable}.`, where);
  }

  /** @throws QT_MODEL_UNKNOWN_VARIABLE, QT_MODEL_NOT_A_NUMBER, QT_MODEL_CLOSED */
  checkAll(coefficients: ArrayLike<number>, variables: ArrayLike<number>, where: string): void {
    this.mustBeOpen(where);
    const { length } = this.names;
    for (let entry = 0; entry < variables.length; entry++) {
      const variable = variables[entry]!;
      if (!(variable >= 0 && variable < length && Number.isInteger(variable)))
        throw modelError("QT_MODEL_UNKNOWN_VARIABLE", `'${where}' names variable ${variable}.`, where);
      if (!Number.isFinite(coefficients[entry]))
        throw modelError(
          "QT_MODEL_NOT_A_NUMBER",
          `A coefficient of '${where}' is ${coefficients[entry]}.`,
          where,
        );
    }
  }

  isZeroOne(column: number): boolean {
    const kind = this.kinds.data[column];
    return this.isVariable(column) && (kind === binaryKind || kind === choiceKind);
  }

  /** @throws QT_MODEL_NOT_A_NUMBER, QT_MODEL_BAD_SCENARIOS; @returns the nominal value */
  use(value: number | Uncertain, owner: Sum, column: number): number {
    const { id } = owner.meaning;
    const nominal = typeof value === "number" ? value : this.uncertainty.use(value, owner.place, column, id);
    if (!Number.isFinite(nominal))
      throw modelError("QT_MODEL_NOT_A_NUMBER", `A coefficient of '${id}' is ${nominal}.`, id);
    return nominal;
  }

  private isVariable(column: number): boolean {
    return Number.isInteger(column) && column >= 0 && column < this.names.length;
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
    const { lower = 0, upper = Infinity, unit = "1", recourse = false } = options;
    checkBounds(lower, upper, name);
    this.knownNames.add(name);
    this.names.push(name);
    this.units.push(unit);
    this.kinds.push(variableKinds.indexOf(kind));
    this.lower.push(lower);
    this.upper.push(upper);
    this.recourse.push(recourse ? 1 : 0);
    return this.names.length - 1;
  }

  private claimConstraint(meaning: ConstraintMeaning): void {
    this.claimId(meaning.id, `constraints[${this.knownIds.size}]`);
    checkConstraintMeaning(meaning);
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
    const { polynomial, place } = row.sum;
    checkBounds(lower, upper, row.meaning.id);
    this.open.delete(row.meaning.id);
    place.index = this.rows.count;
    this.rows.push(polynomial);
    this.rowLower.push(lower - polynomial.constant);
    this.rowUpper.push(upper - polynomial.constant);
    this.meanings.push(row.meaning);
    polynomial.clear();
    this.spare.push(polynomial);
  }
}
