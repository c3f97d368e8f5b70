import { greatestDivisor } from "@qtwin/core";
import { Activity } from "./activity.ts";
import type { Workspace } from "./workspace.ts";

const largestExact = 2 ** 53;
/** A coefficient changes only by more than this share of itself. */
const leastShare = 1e-6;

/**
 * Rounds the sides of whole rows to multiples of the greatest common divisor of their coefficients, and takes from
 * coefficients of 0-1 columns what only weakens the relaxation: Σ a·x ≤ b whose largest value exceeds b by g needs no
 * |a| above g. The points with whole x stay the same. Hard linear rows only.
 * Source: Savelsbergh 1994 (coefficient reduction).
 */
export class CoefficientPass {
  private readonly work: Workspace;
  private readonly activity: Activity;
  private since = -1;

  constructor(work: Workspace) {
    this.work = work;
    this.activity = new Activity(work);
  }

  /** Over the rows that changed since the last time. */
  run(): void {
    const { work, since } = this;
    this.since = work.changes;
    for (let row = 0; row < work.source.constraints.count && !work.infeasible; row++)
      if (work.changedAt[row]! > since && work.isPlain(row)) this.row(row);
  }

  private row(row: number): void {
    const { work } = this;
    if (work.whole[row]) roundSides(work, row);
    const [lower, upper] = [work.rowLower[row]!, work.rowUpper[row]!];
    if (lower === -Infinity && upper < Infinity) reduceRow(work, this.activity.measure(row), row, 1);
    if (upper === Infinity && lower > -Infinity) reduceRow(work, this.activity.measure(row), row, -1);
  }
}

/** @param sign −1: Σ a·x ≥ b is read as Σ −a·x ≤ −b */
function reduceRow(work: Workspace, activity: Activity, row: number, sign: 1 | -1): void {
  const { start, column, value } = work.rows;
  const sides = sign > 0 ? work.rowUpper : work.rowLower;
  const most = sign > 0 ? activity.surelyMost : -activity.surelyLeast;
  const gap = most - sign * sides[row]!;
  const staysWhole = activity.exact || work.whole[row] === 0;
  if (!(gap > 0 && gap < Infinity && staysWhole)) return;
  for (let entry = start[row]!; entry < start[row + 1]!; entry++) {
    const index = column[entry]!;
    const isZeroOne = work.discrete[index] && work.lower[index] === 0 && work.upper[index] === 1;
    const size = Math.abs(value[entry]!);
    if (!isZeroOne || size - gap <= leastShare * size) continue;
    const positive = sign * value[entry]! > 0;
    value[entry] = positive ? sign * gap : -sign * gap;
    if (positive) sides[row]! -= sign * (size - gap - activity.error);
    work.coefficientChanged(row);
  }
}

/** Whole coefficients with divisor d over free columns: the row's value is a fixed part plus a multiple of d. */
export function roundSides(work: Workspace, row: number): void {
  const { start, column, value } = work.rows;
  let [divisor, fixed] = [0, 0];
  for (let entry = start[row]!; entry < start[row + 1]!; entry++) {
    const index = column[entry]!;
    if (work.isFixed(index)) fixed += value[entry]! * work.lower[index]!;
    else if (divisor !== 1) divisor = greatestDivisor(divisor, Math.abs(value[entry]!));
  }
  if (divisor === 0) return;
  const [lower, upper] = [work.rowLower[row]!, work.rowUpper[row]!];
  const isSafe = [lower, upper, fixed].every(
    (each) => !(Number.isFinite(each) && Math.abs(each) > largestExact),
  );
  if (!isSafe) return;
  setSide(work, work.rowUpper, row, fixed + Math.floor((upper - fixed) / divisor) * divisor);
  setSide(work, work.rowLower, row, fixed + Math.ceil((lower - fixed) / divisor) * divisor);
  if (work.rowLower[row]! <= work.rowUpper[row]!) return;
  const multiples = divisor === 1 ? "whole numbers" : `multiples of ${divisor}, moved by ${fixed}`;
  work.fail(work.idOf(row), `Its values are ${multiples}; none lies between ${lower} and ${upper}.`);
}

function setSide(work: Workspace, sides: Float64Array, row: number, side: number): void {
  if (side === sides[row]) return;
  sides[row] = side;
  work.sidesChanged(row);
}
