import type { Model, NoOverlap } from "@qtwin/model";
import { isFixed, isZeroOne } from "./relations.ts";

/** One way to do an operation. */
export interface Activity {
  /** −1: it needs no machine. */
  readonly machine: number;
  readonly duration: number;
  /** −1: none. */
  readonly column: number;
  readonly place: number;
}

export interface DowntimeSpec {
  readonly machine: number;
  readonly start: number;
  readonly duration: number;
  readonly place: number;
}

/** What the no-overlap constraints and choices of a model say. */
export interface Activities {
  /** Options by start column. */
  readonly operations: ReadonlyMap<number, readonly Activity[]>;
  readonly downtimes: readonly DowntimeSpec[];
  readonly reasons: readonly string[];
}

/**
 * @param inOrders columns that stand before or after others: those are starts of operations even where they are fixed
 */
export function activitiesOf(
  model: Model,
  machines: readonly NoOverlap[],
  groups: readonly (readonly number[])[],
  inOrders: ReadonlySet<number>,
): Activities {
  const reasons: string[] = [];
  const downtimes: DowntimeSpec[] = [];
  const byStart = new Map<number, Activity[]>();
  const { lower, upper, names } = model.variables;
  machines.forEach(({ start, duration, present }, machine) => {
    start.forEach((column, place) => {
      const switchColumn = present[place]!;
      if (switchColumn >= 0 && upper[switchColumn] === 0) return;
      const isSure = switchColumn < 0 || lower[switchColumn] === 1;
      if (isSure && isFixed(model, column) && !inOrders.has(column)) {
        downtimes.push({ machine, start: lower[column]!, duration: duration[place]!, place });
        return;
      }
      const activity = { machine, duration: duration[place]!, column: switchColumn, place };
      byStart.set(column, [...(byStart.get(column) ?? []), activity]);
    });
  });
  const operations = new Map<number, readonly Activity[]>();
  const groupOf = groupsByColumn(groups, names, reasons);
  const used = new Set<readonly number[]>();
  for (const [start, list] of byStart) {
    const options = optionsOf(model, list, groupOf, used);
    if (typeof options === "string") reasons.push(`'${names[start]}' ${options}.`);
    else operations.set(start, options);
  }
  for (const group of groups)
    if (!used.has(group) && group.some((column) => !isFixed(model, column)))
      reasons.push(`The choice of '${names[group[0]!]}' is about no operation.`);
  return { operations, downtimes, reasons };
}

function groupsByColumn(
  groups: readonly (readonly number[])[],
  names: readonly string[],
  reasons: string[],
): Map<number, readonly number[]> {
  const groupOf = new Map<number, readonly number[]>();
  for (const group of groups)
    for (const column of group) {
      if (groupOf.has(column)) reasons.push(`'${names[column]}' belongs to two choices.`);
      groupOf.set(column, group);
    }
  return groupOf;
}

/** The options of one operation, in the order of its choice; or what is wrong with them. */
function optionsOf(
  model: Model,
  list: readonly Activity[],
  groupOf: ReadonlyMap<number, readonly number[]>,
  used: Set<readonly number[]>,
): readonly Activity[] | string {
  const [first] = list;
  if (!first) return "is on no machine";
  const group = first.column < 0 ? undefined : groupOf.get(first.column);
  if (!group) {
    if (first.column >= 0 && !isFixed(model, first.column)) return "may be left out";
    return list.length > 1 ? "needs two machines at once" : list;
  }
  if (used.has(group)) return "shares its choice with another operation";
  used.add(group);
  if (list.some(({ column }) => !group.includes(column))) return "needs two machines at once";
  if (new Set(list.map(({ column }) => column)).size < list.length) return "needs two machines at once";
  const sure = group.find((column) => model.variables.lower[column] === 1);
  const left = group.filter((column) => model.variables.upper[column] !== 0);
  return (sure === undefined ? left : [sure]).map(
    (column) => list.find((each) => each.column === column) ?? { machine: -1, duration: 0, column, place: 0 },
  );
}

/** Columns of 0 and 1 that are free and in no list of options. */
export function strayColumns(model: Model, operations: Activities["operations"]): number[] {
  const known = new Set([...operations.values()].flat().map(({ column }) => column));
  const stray: number[] = [];
  for (let column = 0; column < model.variables.count; column++)
    if (isZeroOne(model, column) && !isFixed(model, column) && !known.has(column)) stray.push(column);
  return stray;
}
