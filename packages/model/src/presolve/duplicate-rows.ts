import { roundSides } from "./coefficients.ts";
import { feasibility, roomAt } from "./tolerances.ts";
import type { Workspace } from "./workspace.ts";

/** One row's part over free columns. */
interface FreePart {
  readonly row: number;
  readonly column: Int32Array;
  readonly value: Float64Array;
  /** What the fixed columns add. */
  readonly fixed: number;
}

const largestExact = 2 ** 53;
const bits = new Float64Array(1);
const words = new Int32Array(bits.buffer);

/**
 * Of hard linear rows whose parts over free columns are multiples of one another the first stays, with the tighter of
 * the sides. Multiples other than ±1 count between whole rows only, where they can be checked exactly.
 * Source: Achterberg et al. 2020 (parallel rows).
 */
export class DuplicateRowPass {
  private readonly work: Workspace;
  private readonly hash: Int32Array;
  /** The row before with the same hash, −1: none. */
  private readonly before: Int32Array;
  private since = -1;

  constructor(work: Workspace) {
    this.work = work;
    this.hash = new Int32Array(work.source.constraints.count);
    this.before = new Int32Array(work.source.constraints.count);
  }

  /** Compares rows of one hash where at least one of both changed since the last time. */
  run(): void {
    const { work, hash, before, since } = this;
    this.since = work.changes;
    const last = new Map<number, number>();
    for (let row = 0; row < hash.length && !work.infeasible; row++) {
      if (!work.isPlain(row)) continue;
      const isNew = work.changedAt[row]! > since;
      if (isNew) hash[row] = hashOf(work, row);
      before[row] = last.get(hash[row]!) ?? -1;
      last.set(hash[row]!, row);
      for (let other = before[row]!; other >= 0; other = before[other]!)
        if ((isNew || work.changedAt[other]! > since) && this.mergedInto(other, row)) break;
    }
  }

  private mergedInto(first: number, second: number): boolean {
    const { work } = this;
    if (!work.alive[first]) return false;
    const [kept, gone] = [freePart(work, first), freePart(work, second)];
    if (gone.column.length === 0 || !isParallel(work, kept, gone)) return false;
    merge(work, kept, gone);
    return !work.alive[second];
  }
}

function freePart(work: Workspace, row: number): FreePart {
  const { start, column, value } = work.rows;
  const [from, to] = [start[row]!, start[row + 1]!];
  let [free, fixed] = [0, 0];
  for (let entry = from; entry < to; entry++) {
    if (!work.isFixed(column[entry]!)) free++;
    else fixed += value[entry]! * work.lower[column[entry]!]!;
  }
  if (free === to - from)
    return { row, column: column.subarray(from, to), value: value.subarray(from, to), fixed };
  const part = { row, column: new Int32Array(free), value: new Float64Array(free), fixed };
  for (let entry = from, at = 0; entry < to; entry++) {
    if (work.isFixed(column[entry]!)) continue;
    part.column[at] = column[entry]!;
    part.value[at++] = value[entry]!;
  }
  return part;
}

/** The same for all multiples: of the free columns, and of their coefficients as shares of the first one. */
function hashOf(work: Workspace, row: number): number {
  const { start, column, value } = work.rows;
  let [hash, first] = [0, 0];
  for (let entry = start[row]!; entry < start[row + 1]!; entry++) {
    if (work.isFixed(column[entry]!)) continue;
    if (first === 0) first = value[entry]!;
    bits[0] = value[entry]! / first;
    hash = Math.imul(hash ^ column[entry]!, 0x9e3779b1);
    hash = Math.imul(hash ^ words[0]! ^ (words[1]! >>> 1), 0x85ebca6b) ^ (hash >>> 15);
  }
  return hash;
}

function isParallel(work: Workspace, first: FreePart, second: FreePart): boolean {
  if (first.column.length !== second.column.length) return false;
  const [a, b] = [first.value[0]!, second.value[0]!];
  const whole = work.whole[first.row] === 1 && work.whole[second.row] === 1;
  if (!whole && Math.abs(a) !== Math.abs(b)) return false;
  for (let at = 0; at < first.column.length; at++) {
    if (first.column[at] !== second.column[at]) return false;
    const [left, right] = [first.value[at]! * b, second.value[at]! * a];
    if (left !== right || (whole && Math.abs(left) > largestExact)) return false;
  }
  return true;
}

/** The sides of the second row as sides of the first one; null when they cannot be told exactly. */
function movedSides(work: Workspace, first: FreePart, second: FreePart): readonly [number, number] | null {
  const [a, b] = [first.value[0]!, second.value[0]!];
  const moved = (side: number): number => first.fixed + ((side - second.fixed) * a) / b;
  const sides = [work.rowLower[second.row]!, work.rowUpper[second.row]!];
  const isExact = (side: number): boolean =>
    !Number.isFinite(side) || Math.abs((side - second.fixed) * a) <= largestExact;
  if (Math.abs(a) !== Math.abs(b) && !sides.every(isExact)) return null;
  const [lower, upper] = sides.map(moved);
  return a / b > 0 ? [lower!, upper!] : [upper!, lower!];
}

function merge(work: Workspace, first: FreePart, second: FreePart): void {
  const sides = movedSides(work, first, second);
  if (!sides) return;
  const { row } = first;
  const [id, other] = [work.idOf(row), work.idOf(second.row)];
  const lower = Math.max(work.rowLower[row]!, sides[0]);
  const upper = Math.min(work.rowUpper[row]!, sides[1]);
  if (lower > upper + roomAt(upper, work.whole[row] ? 0 : feasibility)) {
    work.fail(other, `It is a multiple of '${id}'; together they ask for ${lower} to ${upper}.`);
    return;
  }
  const changed = lower !== work.rowLower[row] || upper !== work.rowUpper[row];
  work.rowLower[row] = Math.min(lower, upper);
  work.rowUpper[row] = upper;
  work.removeRow(second.row, `It is a multiple of '${id}', which now has the tighter sides of both.`);
  if (!changed) return;
  work.sidesChanged(row);
  if (work.whole[row]) roundSides(work, row);
}
