import { RowList, withParts } from "../../edit.ts";
import { modelError } from "../../errors.ts";
import type { ConstraintMeaning, Model } from "../../model.ts";
import { Polynomial } from "../../polynomial.ts";
import type { Cumulative, NoOverlap, Precedence, Structure } from "../../structures.ts";
import { substitute } from "../../substitute.ts";
import { possibleActivities, roundedUp } from "../activities.ts";
import { freshIds } from "../fresh-ids.ts";
import { leastGaps, setupsAddUp } from "../no-overlap-gaps.ts";
import { defineRewrite, type RewriteStep } from "../rewrite.ts";
import { startWindows } from "../start-windows.ts";
import { type TimeColumns, TimeIndex } from "../time-columns.ts";
import { type Conflict, countForbidden, fillForbidden } from "../time-conflicts.ts";

/**
 * Each start becomes a choice of its time. What may not be is then a pair of options: order and overlap become rows of
 * forbidden pairs, loads a linear row a moment. An activity that need not happen gets one more column a time, the
 * product of that option and its presence.
 */
export default defineRewrite({
  id: "time-index",
  title: "Starts become choices of their time",
  removes: ["precedence", "no-overlap", "cumulative"],
  adds: ["choice", "product-row", "linear-equality"],
  addsWith: (before) => [
    ...(before.has("cumulative") ? (["linear-inequality", "at-most-one-row"] as const) : []),
    ...(before.has("precedence") || before.has("no-overlap") ? (["forbidden-pairs"] as const) : []),
  ],
  without: ["implication", "soft-structures", "uncertainty"],
  cost: 3,
  costWith: (accepted) => (accepted.has("linear-inequality") ? 12 : 3),
  kind: "exact",
  apply,
});

type Timed = Precedence | NoOverlap | Cumulative;

const isTimed = (structure: Structure): structure is Timed =>
  structure.kind === "precedence" || structure.kind === "no-overlap" || structure.kind === "cumulative";

function apply(source: Model): RewriteStep {
  const timed = source.structures.filter(isTimed);
  const windows = startWindows(source, timed);
  const index = new TimeIndex(source, windows);
  const writer = new TimedRows(source, index);
  for (const structure of timed) writer.add(structure);
  const { by, encode, decode } = index.done();
  const untimed = withParts(source, { structures: source.structures.filter((each) => !isTimed(each)) });
  const times = windows.columns.reduce(
    (sum, column) => sum + windows.latest.get(column)! - windows.earliest.get(column)! + 1,
    0,
  );
  const notes = [`${windows.columns.length} starts with ${times} times; ${writer.pairs} forbidden pairs.`];
  if (!windows.isConsistent)
    notes.push("Precedence constraints and bounds contradict each other: the model is infeasible.");
  return { model: writer.into(substitute(untimed, by)), encode, decode, notes, removed: writer.removed };
}

/** Rows that wait for the substituted model they are appended to. */
class TimedRows {
  pairs = 0;
  readonly removed: { id: string; reason: string }[] = [];
  private readonly source: Model;
  private readonly index: TimeIndex;
  private readonly fresh: (id: string) => string;
  private readonly rows: ((rows: RowList) => void)[] = [];

  constructor(source: Model, index: TimeIndex) {
    this.source = source;
    this.index = index;
    this.fresh = freshIds(source);
  }

  add(structure: Timed): void {
    if (structure.kind === "precedence") this.precedence(structure);
    else if (structure.kind === "no-overlap") this.noOverlap(structure);
    else this.cumulative(structure);
  }

  into(target: Model): Model {
    const rows = new RowList();
    rows.rows.reservePairs(target.constraints.quadratic.value.length + this.pairs + this.productCount);
    for (let row = 0; row < target.constraints.count; row++) rows.copy(target.constraints, row);
    for (const write of this.rows) write(rows);
    this.addProducts(rows, target);
    return withParts(target, { constraints: rows.done() });
  }

  private precedence({ meaning, before, after, lag }: Precedence): void {
    const gap = roundedUp(lag);
    const [early, late] = [this.index.columnsOf(before, -1), this.index.columnsOf(after, -1)];
    if (early === late) {
      if (gap > 0) this.never(meaning, early);
      else this.forbid(meaning, []);
    } else if (early.first < late.first)
      this.forbid(meaning, [{ first: early, second: late, before: Infinity, behind: gap - 1 }]);
    else this.forbid(meaning, [{ first: late, second: early, before: gap - 1, behind: Infinity }]);
  }

  private noOverlap(structure: NoOverlap): void {
    const { source, index } = this;
    const { start, present, meaning } = structure;
    const gaps = leastGaps(source, structure);
    if (!setupsAddUp(source, structure, gaps)) throw noDetours(meaning.id);
    const activities = possibleActivities(source, structure)
      .map((at) => ({ at, columns: index.columnsOf(start[at]!, present[at]!) }))
      .sort((left, right) => left.columns.first - right.columns.first);
    const conflicts: Conflict[] = [];
    activities.forEach(({ at: i, columns: first }, place) => {
      for (const { at: j, columns: second } of activities.slice(place + 1)) {
        const times = overlapping(structure, gaps, i, j);
        if (first === second) {
          if (times.isTie) this.never({ ...meaning, id: this.fresh(`${meaning.id}[${i},${j}]`) }, first);
        } else if (start[i] === start[j]) {
          if (times.isTie) conflicts.push({ first, second, before: 0, behind: 0 });
        } else conflicts.push({ first, second, before: times.before, behind: times.behind });
      }
    });
    this.forbid(meaning, conflicts);
  }

  private cumulative(structure: Cumulative): void {
    const { start, present, duration, demand, meaning } = structure;
    const activities = possibleActivities(this.source, structure)
      .filter((at) => duration[at]! > 0 && demand[at]! > 0)
      .map((at) => ({
        columns: this.index.columnsOf(start[at]!, present[at]!),
        length: roundedUp(duration[at]!),
        demand: demand[at]!,
      }));
    const from = Math.min(...activities.map(({ columns }) => columns.earliest));
    const to = Math.max(...activities.map(({ columns }) => columns.latest));
    let rows = 0;
    for (let moment = from; moment <= to; moment++) {
      const running = activities.filter(
        ({ columns, length }) => columns.earliest <= moment && moment < columns.latest + length,
      );
      if (this.load(structure, moment, running)) rows++;
    }
    if (rows === 0) this.removed.push({ id: meaning.id, reason: "All activities fit at every moment." });
  }

  /** @returns whether a row was needed */
  private load(
    { meaning, capacity }: Cumulative,
    moment: number,
    running: readonly { readonly columns: TimeColumns; readonly length: number; readonly demand: number }[],
  ): boolean {
    const demands = running.map(({ demand }) => demand).sort((a, b) => a - b);
    if (demands.reduce((sum, demand) => sum + demand, 0) <= capacity) return false;
    const isOneAtOnce = demands.at(-1)! <= capacity && demands[0]! + demands[1]! > capacity;
    const part = { ...meaning, id: this.fresh(`${meaning.id}[${moment}]`) };
    this.rows.push((rows) => {
      const sum = new Polynomial();
      for (const { columns, length, demand } of running) {
        const first = Math.max(columns.earliest, moment - length + 1);
        for (let time = first; time <= Math.min(moment, columns.latest); time++)
          sum.linear(columns.first + time - columns.earliest, isOneAtOnce ? 1 : demand);
      }
      rows.add(part, sum, -Infinity, isOneAtOnce ? 1 : capacity);
    });
    return true;
  }

  private forbid(meaning: ConstraintMeaning, conflicts: readonly Conflict[]): void {
    const count = countForbidden(conflicts, meaning.id);
    this.pairs += count;
    if (count === 0) {
      this.removed.push({ id: meaning.id, reason: "The windows of the starts leave nothing to forbid." });
      return;
    }
    this.rows.push((rows) => fillForbidden(conflicts, rows.addForbidden(meaning, count)));
  }

  /** None of these columns may be 1. */
  private never(meaning: ConstraintMeaning, { first, earliest, latest }: TimeColumns): void {
    this.rows.push((rows) => {
      const sum = new Polynomial();
      for (let at = 0; at <= latest - earliest; at++) sum.linear(first + at, 1);
      rows.add(meaning, sum, 0, 0);
    });
  }

  private get productCount(): number {
    return this.index.products.reduce((sum, { times }) => sum + times.latest - times.earliest + 1, 0);
  }

  private addProducts(rows: RowList, { variables }: Model): void {
    const meaning = { rule: "present-at", sentence: "It starts at this time and happens.", unit: "1" };
    const sum = new Polynomial();
    for (const { times, of, present } of this.index.products)
      for (let at = 0; at <= times.latest - times.earliest; at++) {
        const [left, right] = [times.first + at, present];
        sum.clear();
        sum.pair(Math.min(left, right), Math.max(left, right), 1);
        sum.linear(of.first + at, -1);
        rows.add({ ...meaning, id: this.fresh(variables.names[of.first + at]!) }, sum, 0, 0);
      }
  }
}

/**
 * When j starts too near to i. Of two that start together the shorter comes first, then the one named first; `isTie`:
 * they may not.
 */
function overlapping(
  { duration }: NoOverlap,
  gaps: Float64Array,
  i: number,
  j: number,
): { readonly before: number; readonly behind: number; readonly isTie: boolean } {
  const count = duration.length;
  const [gapIJ, gapJI] = [gaps[i * count + j]!, gaps[j * count + i]!];
  const isFirst = duration[i]! < duration[j]! || (duration[i] === duration[j] && i < j);
  const isTie = (isFirst ? gapIJ : gapJI) > 0;
  const before = Math.max(gapJI - 1, isTie ? 0 : -1);
  const behind = Math.max(gapIJ - 1, isTie ? 0 : -1);
  return { before, behind, isTie };
}

const noDetours = (id: string): Error =>
  modelError(
    "QT_MODEL_UNSUPPORTED_FEATURE",
    `'${id}' has setup times that a detour over a third activity would save: which are direct neighbours is no matter of pairs.`,
    id,
    "Lower it with 'no-overlap-disjunctive' (avoid 'time-index'), or let the setup times satisfy the triangle inequality.",
  );
