import { createModel, type Model, objectiveValue, type VariableIndex, variableKinds } from "@qtwin/model";
import type { SolveLinear } from "../../contract.ts";

/** What is best in an interval of steps, all else being given. */
export interface IntervalOptimum {
  /** Dearer than the plan, in the objective's unit. */
  readonly cost: number;
  readonly columns: readonly VariableIndex[];
  readonly values: Float64Array;
}

/** Steps `from` … `until` − 1. */
export interface Interval {
  readonly from: number;
  readonly until: number;
  readonly cut?: number;
  readonly open?: VariableIndex;
}

const continuous = variableKinds.indexOf("continuous");

/** Optimises the continuous columns of some steps of a plan, with what is carried over at the end of the last one given. */
export class Intervals {
  private readonly model: Model;
  private readonly plan: Float64Array;
  private readonly solveLinear: SolveLinear;
  private readonly rows: readonly (readonly number[])[];
  private readonly step: Int32Array;
  /** 1: a row ties the column to a later step. */
  private readonly isCarried: Uint8Array;
  private readonly isPlaced: Uint8Array;

  /** @param placed columns that follow from courses and are never optimised */
  constructor(model: Model, plan: Float64Array, placed: Iterable<VariableIndex>, solveLinear: SolveLinear) {
    this.model = model;
    this.plan = plan;
    this.solveLinear = solveLinear;
    this.rows = rowsOfColumns(model);
    this.step = Int32Array.from(model.variables.names, stepOf);
    this.isCarried = carried(model, this.step);
    this.isPlaced = new Uint8Array(model.variables.count);
    for (const column of placed) this.isPlaced[column] = 1;
  }

  /**
   * Continuous columns of the steps `from` … `until` − 1 but those that carry over at the end, or at `cut`.
   * @param open carries over at the cut and is free all the same
   */
  freeColumns({ from, until, cut = until, open = -1 }: Interval): readonly VariableIndex[] {
    const { kind } = this.model.variables;
    return Array.from(this.step.keys()).filter((column) => {
      const step = this.step[column]!;
      if (kind[column] !== continuous || this.isPlaced[column] === 1 || step < from || step >= until)
        return false;
      const isGiven = this.isCarried[column] === 1 && (step === until - 1 || step === cut - 1);
      return !isGiven || column === open;
    });
  }

  /** Rows with one of these columns. */
  rowsWith(columns: readonly VariableIndex[]): readonly number[] {
    return [...new Set(columns.flatMap((column) => this.rows[column]!))].sort((one, other) => one - other);
  }

  /** @param given all columns, of which those of the interval are found anew; null: no values keep the hard rows */
  async best(given: Float64Array, interval: Interval): Promise<IntervalOptimum | null> {
    const columns = this.freeColumns(interval);
    const rows = this.rowsWith(columns);
    const found = await this.solveLinear(partOf(this.model, columns, rows, given));
    if (!found) return null;
    const asPlanned = partOf(this.model, columns, rows, this.plan);
    const plannedCost = objectiveValue(
      asPlanned,
      columns.map((column) => this.plan[column]!),
    );
    return { cost: found.objective - plannedCost, columns, values: found.values };
  }
}

const stepOf = (name: string): number => Number(/\[(\d+)\]/.exec(name)?.[1] ?? -1);

function rowsOfColumns({
  variables,
  constraints: { count, start, column },
}: Model): readonly (readonly number[])[] {
  const rows: number[][] = Array.from({ length: variables.count }, () => []);
  for (let row = 0; row < count; row++)
    for (let entry = start[row]!; entry < start[row + 1]!; entry++) rows[column[entry]!]!.push(row);
  return rows;
}

function carried({ constraints: { count, start, column } }: Model, step: Int32Array): Uint8Array {
  const isCarried = new Uint8Array(step.length);
  for (let row = 0; row < count; row++) {
    let last = -1;
    for (let entry = start[row]!; entry < start[row + 1]!; entry++)
      last = Math.max(last, step[column[entry]!]!);
    for (let entry = start[row]!; entry < start[row + 1]!; entry++)
      if (step[column[entry]!]! < last) isCarried[column[entry]!] = 1;
  }
  return isCarried;
}

/** The model of these columns and rows, with all others at given values. */
function partOf(
  { variables, constraints, objective }: Model,
  columns: readonly VariableIndex[],
  rows: readonly number[],
  given: Float64Array,
): Model {
  const part = createModel({ name: "interval", sense: "minimize" });
  const own = new Map<number, VariableIndex>();
  for (const column of columns) {
    const [lower, upper] = [variables.lower[column]!, variables.upper[column]!];
    own.set(column, part.continuous(variables.names[column]!, { lower, upper }));
  }
  for (const row of rows) {
    const { pricePerUnit, id, rule, sentence, unit } = constraints.meaning[row]!;
    const meaning = { id, rule, sentence, unit };
    const built = part.constraint(pricePerUnit === undefined ? meaning : { ...meaning, pricePerUnit });
    let rest = 0;
    for (let entry = constraints.start[row]!; entry < constraints.start[row + 1]!; entry++) {
      const column = constraints.column[entry]!;
      const free = own.get(column);
      if (free === undefined) rest += constraints.value[entry]! * given[column]!;
      else built.plus(constraints.value[entry]!, free);
    }
    built.between(constraints.lower[row]! - rest, constraints.upper[row]! - rest);
  }
  const cost = part.objective({
    id: "cost",
    rule: "cost",
    sentence: "What the interval costs.",
    unit: "EUR",
  });
  for (const [column, free] of own)
    if (objective.linear[column] !== 0) cost.plus(objective.linear[column]!, free);
  return part.build();
}
