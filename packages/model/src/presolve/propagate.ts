import { Activity } from "./activity.ts";
import { feasibility, hugeBound, leastMove, redundancy, roomAt } from "./tolerances.ts";
import type { Workspace } from "./workspace.ts";

/**
 * Tightens bounds by the activities of rows, and removes rows that no point inside the bounds breaks, until nothing
 * changes or `sweeps` sweeps over the rows that changed are done. Soft rows are removed only, never believed.
 * Sources: Savelsbergh 1994; Achterberg et al. 2020 (bound strengthening, redundant rows).
 */
export function propagate(work: Workspace, sweeps: number): void {
  const pass = new Propagation(work);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const rows = work.takeQueue();
    if (rows.length === 0) return;
    for (const row of rows) {
      if (work.alive[row]) pass.row(row);
      if (work.infeasible) return;
    }
  }
}

/** Whole bounds of discrete columns, before anything else. */
export function roundBounds(work: Workspace): void {
  const { lower, upper, discrete, source } = work;
  for (let column = 0; column < discrete.length; column++) {
    if (!discrete[column]) continue;
    lower[column] = Math.ceil(lower[column]!) + 0;
    upper[column] = Math.floor(upper[column]!) + 0;
    if (lower[column]! <= upper[column]!) continue;
    const name = source.variables.names[column]!;
    work.fail(`bounds:${name}`, `No whole number lies between the bounds of '${name}'.`);
  }
}

/** left < right by more than the room at the finite one of them. */
function isBelow(left: number, right: number, tolerance: number): boolean {
  const finite = Number.isFinite(left) ? left : right;
  return right - left > (Number.isFinite(finite) ? roomAt(finite, tolerance) : 0);
}

class Propagation {
  private readonly work: Workspace;
  private readonly activity: Activity;

  constructor(work: Workspace) {
    this.work = work;
    this.activity = new Activity(work);
  }

  row(row: number): void {
    const { work } = this;
    const known = this.activity.measure(row);
    const switchState = this.switchState(row);
    if (switchState === "off") return;
    if (!work.soft[row] && this.isBroken(row)) this.refuse(row);
    else if (work.isOwn(row) && this.isRedundant(row)) work.removeRow(row, this.redundantReason(row));
    else if (work.soft[row] || switchState === "open") return;
    else if (known.free === 1 && !work.products[row]) this.singleton(row);
    else this.entries(row);
  }

  /** Whether a conditional row counts. */
  private switchState(row: number): "on" | "off" | "open" {
    const { work } = this;
    const column = work.switchColumn[row]!;
    if (column < 0) return "on";
    if (!work.isFixed(column)) return "open";
    return work.lower[column] === work.switchIs[row] ? "on" : "off";
  }

  private entries(row: number): void {
    const { start } = this.work.rows;
    for (let entry = start[row]!; entry < start[row + 1]! && !this.work.infeasible; entry++)
      this.entry(row, entry, false);
  }

  /** A row over one free column says no more than bounds do. */
  private singleton(row: number): void {
    const { work } = this;
    const entry = this.activity.lastFree;
    this.entry(row, entry, true);
    if (work.infeasible || !work.isOwn(row)) return;
    const name = work.source.variables.names[work.rows.column[entry]!];
    work.removeRow(row, `It is left with one variable and became bounds of '${name}'.`);
  }

  private isBroken(row: number): boolean {
    const { surelyLeast, surelyMost, exact } = this.activity;
    const [lower, upper] = [this.work.rowLower[row]!, this.work.rowUpper[row]!];
    const room = exact ? 0 : feasibility;
    return isBelow(upper, surelyLeast, room) || isBelow(surelyMost, lower, room);
  }

  /** Nothing is left to decide in a row without free columns: there the tolerance of feasibility rules. */
  private isRedundant(row: number): boolean {
    const { surelyLeast, surelyMost, exact, free } = this.activity;
    const { rowLower, rowUpper, products, soft } = this.work;
    const [lower, upper] = [rowLower[row]!, rowUpper[row]!];
    const settled = free === 0 && !products[row] && !soft[row];
    const room = exact ? 0 : settled ? feasibility : redundancy;
    return !isBelow(upper, surelyMost, room) && !isBelow(surelyLeast, lower, room);
  }

  private redundantReason(row: number): string {
    const { least, leastInfinite, most, mostInfinite } = this.activity;
    const [from, to] = [leastInfinite ? -Infinity : least, mostInfinite ? Infinity : most];
    return `It holds at every point inside the bounds: ${from} to ${to} lies inside ${this.sides(row)}.`;
  }

  private sides(row: number): string {
    return `${this.work.rowLower[row]} to ${this.work.rowUpper[row]}`;
  }

  /** A row that cannot hold proves infeasibility, or that its switch is off. */
  private refuse(row: number): void {
    const { work } = this;
    const column = work.switchColumn[row]!;
    const off = 1 - work.switchIs[row]!;
    const mayBeOff = column >= 0 && work.lower[column]! <= off && off <= work.upper[column]!;
    if (mayBeOff) {
      work.fix(column, off);
      return;
    }
    const { surelyLeast, surelyMost } = this.activity;
    const range = `${surelyLeast} to ${surelyMost}`;
    work.fail(work.idOf(row), `Its value lies in ${range}, and is allowed in ${this.sides(row)}.`);
  }

  /** Bounds of one column from what the rest of the row leaves. */
  private entry(row: number, entry: number, only: boolean): void {
    const { rows, rowLower, rowUpper, lower, upper } = this.work;
    const column = rows.column[entry]!;
    const value = rows.value[entry]!;
    const [low, high] = [lower[column]!, upper[column]!];
    if (low === high) return;
    const least = this.activity.leastWithout(value > 0 ? value * low : value * high);
    const most = this.activity.mostWithout(value > 0 ? value * high : value * low);
    const roomUp = rowUpper[row]! - least;
    const roomDown = rowLower[row]! - most;
    const widen = this.widening(row, column, value, only);
    const [above, below] = value > 0 ? [roomUp, roomDown] : [roomDown, roomUp];
    if (Math.abs(above) < Infinity) this.tightenUpper(row, column, above / value + widen, only);
    if (Math.abs(below) < Infinity) this.tightenLower(row, column, below / value - widen, only);
  }

  /** Room that a bound leaves beyond exact arithmetic; see `tolerances.ts`. */
  private widening(row: number, column: number, value: number, only: boolean): number {
    if (this.activity.exact) return 0;
    if (!this.work.discrete[column]) return only ? 0 : this.activity.error / Math.abs(value);
    const [lower, upper] = [this.work.rowLower[row]!, this.work.rowUpper[row]!];
    const size = Math.max(lower > -Infinity ? Math.abs(lower) : 0, upper < Infinity ? Math.abs(upper) : 0);
    return roomAt(size, feasibility) / Math.abs(value);
  }

  private tightenUpper(row: number, column: number, bound: number, only: boolean): void {
    const { work } = this;
    const next = work.discrete[column] ? Math.floor(bound) + 0 : bound;
    if (this.isWorth(column, work.upper[column]! - next, next, only)) work.setUpper(column, next, row);
  }

  private tightenLower(row: number, column: number, bound: number, only: boolean): void {
    const { work } = this;
    const next = work.discrete[column] ? Math.ceil(bound) + 0 : bound;
    if (this.isWorth(column, next - work.lower[column]!, next, only)) work.setLower(column, next, row);
  }

  private isWorth(column: number, gain: number, bound: number, only: boolean): boolean {
    if (!(gain > 0)) return false;
    if (only) return true;
    if (Math.abs(bound) >= hugeBound) return false;
    if (this.work.discrete[column]) return true;
    const range = this.work.upper[column]! - this.work.lower[column]!;
    return gain > leastMove * Math.min(range, Math.max(1, Math.abs(bound)));
  }
}
