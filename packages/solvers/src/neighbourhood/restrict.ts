import {
  type Choice,
  type Model,
  objectiveValue,
  rowActivity,
  type VariableColumns,
  variableKinds,
} from "@qtwin/model";
import { FoldedSums, type Polynomials, tidy } from "./folded-sums.ts";
import type { Incidence } from "./incidence.ts";
import type { Freedom } from "./kept-orders.ts";
import { listOf } from "./lists.ts";
import { RestrictedStructures } from "./restricted-structures.ts";

/** A model of the free decisions only; its objective is that of the whole model. */
export interface Restriction {
  readonly model: Model;
  /** Column in the whole model of each of its columns, ascending. */
  readonly columns: Int32Array;
  /** Whether it keeps some order of the incumbent: then its optimum need not be one of the model, whatever is free. */
  readonly keepsOrders: boolean;
  /** Values of the whole model as its values. */
  readonly encode: (values: ArrayLike<number>) => Float64Array;
  /** Its values put into the incumbent. */
  readonly decode: (values: ArrayLike<number>) => Float64Array;
}

const binary = variableKinds.indexOf("binary");

/**
 * The model in which all columns but the free ones have the values of a feasible incumbent, and in which no-overlaps
 * keep the order of activities that were not chosen (see `kept-orders.ts`). Only what the free columns stand in is
 * looked at. Each of its solutions is one of the whole model, with the same objective; the incumbent is one of them.
 * @param incumbent `unproven`: it may break rows, and then is none of the solutions
 * @param freedom `free` is changed: options that settled decisions leave no room for are not free
 */
export function restrict(
  model: Model,
  incidence: Incidence,
  freedom: Freedom,
  incumbent: "feasible" | "unproven" = "feasible",
): Restriction {
  const restriction = new Restricting(model, incidence, freedom, incumbent === "feasible").done();
  if (incumbent === "feasible") admit(restriction.model, restriction.encode(freedom.values));
  return restriction;
}

class Restricting {
  private readonly model: Model;
  private readonly freedom: Freedom;
  private readonly rowEdges: readonly number[];
  private readonly structures: RestrictedStructures;
  private readonly columns: Int32Array;
  /** New column of each old one, −1: it is gone. */
  private readonly position: Int32Array;
  /** The same for free columns only. */
  private readonly freePosition: Int32Array;

  constructor(model: Model, incidence: Incidence, freedom: Freedom, isFeasible: boolean) {
    this.model = model;
    this.freedom = freedom;
    const touched = touchedEdges(incidence, freedom.free);
    this.rowEdges = touched.filter((edge) => edge < model.constraints.count);
    const structures = touched
      .filter((edge) => edge >= model.constraints.count)
      .map((edge) => model.structures[edge - model.constraints.count]!);
    closeChoices(model, incidence, freedom);
    this.structures = new RestrictedStructures(model, structures, freedom, isFeasible);
    const { pinned } = this.structures;
    const { free } = freedom;
    this.columns = Int32Array.from(free.keys()).filter((column) => free[column] === 1 || pinned.has(column));
    this.position = new Int32Array(free.length).fill(-1);
    this.columns.forEach((column, at) => {
      this.position[column] = at;
    });
    this.freePosition = this.position.map((at, column) => (free[column] === 1 ? at : -1));
    this.incidence = incidence;
  }

  private readonly incidence: Incidence;

  done(): Restriction {
    const { model, columns, freedom } = this;
    const { values } = freedom;
    const encode = (whole: ArrayLike<number>): Float64Array =>
      Float64Array.from(columns, (column) => whole[column]!);
    const decode = (some: ArrayLike<number>): Float64Array => {
      const whole = Float64Array.from(values);
      columns.forEach((column, at) => {
        if (freedom.free[column] === 1) whole[column] = some[at]!;
      });
      return whole;
    };
    const { variables, choicePosition } = this.variables();
    const structures = this.structures.written(this.position, choicePosition, variables);
    const constraints = this.rows();
    const parts = { variables, constraints, structures, uncertainty: null };
    const open: Model = { ...model, ...parts, objective: this.objective(0) };
    const constant = tidy(objectiveValue(model, values) - objectiveValue(open, encode(values)));
    const { keepsOrders } = this.structures;
    return { model: { ...open, objective: this.objective(constant) }, columns, keepsOrders, encode, decode };
  }

  /** Choices keep the options that are left; some pinned options of a settled choice are no choice. */
  private variables(): { variables: Mutable<VariableColumns>; choicePosition: Map<number, number> } {
    const { columns, position } = this;
    const { values, free } = this.freedom;
    const { names, units, kind, lower, upper, recourse, choices } = this.model.variables;
    const list: Choice[] = [];
    const choicePosition = new Map<number, number>();
    const newKind = Uint8Array.from(columns, (column) => kind[column]!);
    choices.forEach(({ name, first, options }, choice) => {
      const left = options.map((_, option) => first + option).filter((column) => position[column]! >= 0);
      if (left.length === options.length || left.some((column) => free[column] === 1)) {
        choicePosition.set(choice, list.length);
        list.push({
          name,
          first: position[left[0]!]!,
          options: left.map((column) => options[column - first]!),
        });
      } else for (const column of left) newKind[position[column]!] = binary;
    });
    const bound = (side: Float64Array) => (column: number) =>
      free[column] === 1 ? side[column]! : values[column]!;
    const variables = {
      count: columns.length,
      names: Array.from(columns, (column) => names[column]!),
      units: Array.from(columns, (column) => units[column]!),
      kind: newKind,
      lower: Float64Array.from(columns, bound(lower)),
      upper: Float64Array.from(columns, bound(upper)),
      recourse: Uint8Array.from(columns, (column) => recourse[column]!),
      choices: list,
    };
    return { variables, choicePosition };
  }

  private rows(): Model["constraints"] {
    const { constraints } = this.model;
    const { values } = this.freedom;
    const folded = new FoldedSums(this.freePosition, this.columns.length, values);
    const [lower, upper] = [[] as number[], [] as number[]];
    const meaning: Model["constraints"]["meaning"][number][] = [];
    for (const row of this.rowEdges) {
      folded.row(constraints, row);
      const ended = folded.end();
      if (!ended) continue;
      lower.push(tidy(constraints.lower[row]! - ended.constant));
      upper.push(tidy(constraints.upper[row]! - ended.constant));
      meaning.push(constraints.meaning[row]!);
    }
    return {
      count: meaning.length,
      lower: Float64Array.from(lower),
      upper: Float64Array.from(upper),
      ...folded.done(),
      meaning,
    };
  }

  private objective(constant: number): Model["objective"] {
    const { objective } = this.model;
    const folded = new FoldedSums(this.freePosition, this.columns.length, this.freedom.values);
    for (const old of this.columns)
      if (objective.linear[old] !== 0) folded.linear(old, objective.linear[old]!);
    this.addProducts(folded);
    folded.end(true);
    return objectiveOf(this.columns.length, folded.done(), constant);
  }

  /** Each product once: it is added by its first free factor. */
  private addProducts(folded: FoldedSums): void {
    const { quadratic, higher } = this.model.objective;
    const { free } = this.freedom;
    for (const old of this.columns) {
      if (free[old] === 0) continue;
      for (const entry of listOf(this.incidence.pairs, old)) {
        const [left, right] = [quadratic.left[entry]!, quadratic.right[entry]!];
        if (left === old || free[left] === 0) folded.pair(left, right, quadratic.value[entry]!);
      }
      for (const entry of listOf(this.incidence.higher, old)) {
        const factors = higher.factor.subarray(higher.factorStart[entry]!, higher.factorStart[entry + 1]!);
        if (factors.find((each) => free[each] === 1) === old) folded.product(factors, higher.value[entry]!);
      }
    }
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** An objective of one term without weight. */
function objectiveOf(count: number, sum: Polynomials, constant: number): Model["objective"] {
  const linear = new Float64Array(count);
  sum.column.forEach((column, entry) => {
    linear[column] = sum.value[entry]!;
  });
  const { column, value, quadratic, higher } = sum;
  const meaning = { id: "objective", rule: "objective", sentence: "What is to be optimised.", unit: "1" };
  const term = { ...meaning, column, value, quadratic, higher, constant };
  return { linear, constant, quadratic, higher, terms: [term] };
}

/** Edges with a free column, ascending. */
function touchedEdges({ edges, members }: Incidence, free: Uint8Array): readonly number[] {
  const touched = new Uint8Array(members.start.length - 1);
  for (let column = 0; column < free.length; column++)
    if (free[column] === 1) for (const edge of listOf(edges, column)) touched[edge] = 1;
  return Array.from(touched.keys()).filter((edge) => touched[edge] === 1);
}

/** Where a settled option is taken, the others of its choice are not free. */
function closeChoices({ variables }: Model, { choiceOf }: Incidence, { free, values }: Freedom): void {
  const seen = new Set<number>();
  for (let column = 0; column < free.length; column++)
    if (free[column] === 1 && choiceOf[column]! >= 0) seen.add(choiceOf[column]!);
  for (const choice of seen) {
    const { first, options } = variables.choices[choice]!;
    const isTaken = options.some((_, option) => free[first + option] === 0 && values[first + option]! >= 0.5);
    if (isTaken) free.fill(0, first, first + options.length);
  }
}

/** The incumbent holds its rows up to a tolerance: what is left of that room is given to the folded rows. */
function admit(model: Model, incumbent: Float64Array): void {
  const { lower, upper, meaning } = model.constraints;
  rowActivity(model, incumbent).forEach((activity, row) => {
    if (meaning[row]!.pricePerUnit !== undefined) return;
    lower[row] = Math.min(lower[row]!, activity);
    upper[row] = Math.max(upper[row]!, activity);
  });
}
