import { isWholeRow } from "../compile/row-facts.ts";
import { withParts } from "../edit.ts";
import { isDiscrete } from "../feasibility.ts";
import type { ConstraintRows, HigherEntries, Model, QuadraticEntries } from "../model.ts";
import type { PolynomialColumns } from "../polynomial.ts";
import { columnsOfStructure } from "../structure-columns.ts";
import { type ColumnView, columnView } from "./column-view.ts";
import { structureRows } from "./structure-rows.ts";
import { feasibility, roomAt } from "./tolerances.ts";

/** Which constraint, and why. */
export interface RowReason {
  readonly id: string;
  readonly reason: string;
}

/**
 * A model under presolve: bounds, sides and coefficients that change, over rows that do not move. The model's own rows
 * come first, then those its choices and structures imply.
 */
export class Workspace {
  readonly source: Model;
  /** The source with the bounds below: what they say now, it says. */
  readonly model: Model;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly discrete: Uint8Array;
  /** 1: stands in a choice or a structure; may be fixed but not by dominance, and is never removed. */
  readonly pinned: Uint8Array;
  readonly rows: PolynomialColumns;
  readonly rowCount: number;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  /** 1: still there. */
  readonly alive: Uint8Array;
  readonly soft: Uint8Array;
  /** 1: has products. */
  readonly products: Uint8Array;
  /** 1: whole coefficients on discrete columns only. */
  readonly whole: Uint8Array;
  readonly switchColumn: Int32Array;
  readonly switchIs: Int32Array;
  readonly columns: ColumnView;
  readonly removed: RowReason[] = [];
  tightenedCoefficients = 0;
  tightenedSides = 0;
  infeasible: RowReason | null = null;
  /** Counts every change, so that passes can tell whether there was one. */
  changes = 0;
  /** Value of `changes` when a row, or a bound of one of its columns, changed last. */
  readonly changedAt: Int32Array;
  private readonly ids: readonly string[];
  private readonly waiting: Uint8Array;
  private queue: Int32Array;
  private queued = 0;

  constructor(source: Model) {
    const { variables, constraints } = source;
    const implied = structureRows(source);
    this.source = source;
    this.lower = variables.lower.slice();
    this.upper = variables.upper.slice();
    this.model = withParts(source, { variables: { ...variables, lower: this.lower, upper: this.upper } });
    this.discrete = variables.kind.map((_, column) => (isDiscrete(source, column) ? 1 : 0));
    this.pinned = pinnedColumns(source);
    this.rowCount = constraints.count + implied.rows.count;
    this.rows = joined(constraints, implied.rows);
    this.rowLower = concat(constraints.lower, implied.rows.lower);
    this.rowUpper = concat(constraints.upper, implied.rows.upper);
    const meanings = [...constraints.meaning, ...implied.rows.meaning];
    this.ids = meanings.map(({ id }) => id);
    this.soft = Uint8Array.from(meanings, ({ pricePerUnit }) => (pricePerUnit === undefined ? 0 : 1));
    this.alive = new Uint8Array(this.rowCount).fill(1);
    this.products = this.alive.map((_, row) => (hasProducts(this.rows, row) ? 1 : 0));
    this.whole = this.alive.map((_, row) => (isWholeRow(source, this.rows, row) ? 1 : 0));
    this.switchColumn = new Int32Array(this.rowCount).fill(-1);
    this.switchColumn.set(implied.switchColumn, constraints.count);
    this.switchIs = new Int32Array(this.rowCount);
    this.switchIs.set(implied.switchIs, constraints.count);
    this.columns = columnView(variables.count, this.rows, this.switchColumn);
    this.changedAt = new Int32Array(this.rowCount);
    this.waiting = new Uint8Array(this.rowCount).fill(1);
    this.queue = Int32Array.from(this.waiting.keys());
    this.queued = this.rowCount;
  }

  isOwn(row: number): boolean {
    return row < this.source.constraints.count;
  }

  /** A hard linear row of the model itself. */
  isPlain(row: number): boolean {
    return this.alive[row] === 1 && this.soft[row] === 0 && this.products[row] === 0 && this.isOwn(row);
  }

  isFixed(column: number): boolean {
    return this.lower[column] === this.upper[column];
  }

  idOf(row: number): string {
    return this.ids[row]!;
  }

  /** The rows that changed since the last call. */
  takeQueue(): Int32Array {
    const rows = this.queue.subarray(0, this.queued);
    for (const row of rows) this.waiting[row] = 0;
    this.queue = new Int32Array(this.rowCount);
    this.queued = 0;
    return rows;
  }

  removeRow(row: number, reason: string): void {
    this.alive[row] = 0;
    this.removed.push({ id: this.idOf(row), reason });
    this.changes++;
  }

  fail(id: string, reason: string): void {
    this.infeasible ??= { id, reason };
  }

  /** After a coefficient changed that no bound depends on. */
  coefficientChanged(row: number): void {
    this.tightenedCoefficients++;
    this.changedAt[row] = ++this.changes;
  }

  /** After the sides of a row moved. */
  sidesChanged(row: number): void {
    this.tightenedSides++;
    this.changes++;
    this.enqueue(row);
  }

  /** Moves a bound down; whoever calls has rounded it and knows that it is worth it. */
  setUpper(column: number, bound: number, row: number): void {
    if (bound < this.lower[column]! && this.crosses(column, this.lower[column]!, bound, row)) return;
    this.upper[column] = Math.max(bound, this.lower[column]!);
    this.touch(column);
  }

  setLower(column: number, bound: number, row: number): void {
    if (bound > this.upper[column]! && this.crosses(column, bound, this.upper[column]!, row)) return;
    this.lower[column] = Math.min(bound, this.upper[column]!);
    this.touch(column);
  }

  fix(column: number, value: number): void {
    this.lower[column] = value;
    this.upper[column] = value;
    this.touch(column);
  }

  /** Bounds that cross by no more than the tolerance of a continuous column are taken for equal. */
  private crosses(column: number, lower: number, upper: number, row: number): boolean {
    if (!this.discrete[column] && lower - upper <= roomAt(lower, feasibility)) return false;
    const name = this.source.variables.names[column];
    this.fail(this.idOf(row), `It needs '${name}' to be at least ${lower} and at most ${upper}.`);
    return true;
  }

  private touch(column: number): void {
    this.changes++;
    const { start, row } = this.columns;
    for (let at = start[column]!; at < start[column + 1]!; at++) this.enqueue(row[at]!);
  }

  private enqueue(row: number): void {
    this.changedAt[row] = this.changes;
    if (this.waiting[row] || !this.alive[row]) return;
    this.waiting[row] = 1;
    this.queue[this.queued++] = row;
  }
}

function pinnedColumns(model: Model): Uint8Array {
  const pinned = new Uint8Array(model.variables.count);
  for (const { first, options } of model.variables.choices) pinned.fill(1, first, first + options.length);
  for (const structure of model.structures)
    for (const column of columnsOfStructure(model, structure)) pinned[column] = 1;
  return pinned;
}

function hasProducts({ quadratic, higher }: PolynomialColumns, row: number): boolean {
  return quadratic.start[row]! < quadratic.start[row + 1]! || higher.start[row]! < higher.start[row + 1]!;
}

/** Own coefficients, then linear rows; coefficients are a copy, since they change. */
function joined(own: ConstraintRows, linear: ConstraintRows): PolynomialColumns {
  const moved = linear.start.subarray(1).map((at) => at + own.column.length);
  const longer = <T extends QuadraticEntries | HigherEntries>(entries: T): T => {
    const none = new Int32Array(linear.count).fill(entries.start[own.count]!);
    return { ...entries, start: concatInts(entries.start, none) };
  };
  return {
    start: concatInts(own.start, moved),
    column: concatInts(own.column, linear.column),
    value: concat(own.value, linear.value),
    quadratic: longer(own.quadratic),
    higher: longer(own.higher),
  };
}

function concat(first: Float64Array, second: Float64Array): Float64Array {
  const both = new Float64Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function concatInts(first: Int32Array, second: Int32Array): Int32Array {
  const both = new Int32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
