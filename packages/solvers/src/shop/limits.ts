import type { OptionTable, ShopParts } from "./build-shop.ts";
import { costOf, type Ends } from "./ends.ts";
import { lagsOf } from "./lags.ts";
import { leastNeeds, leastOf } from "./needs.ts";
import type { ShopProblem, Tardiness } from "./problem.ts";
import { isFixed, isZeroOne, type Relation } from "./relations.ts";

type Limits = Pick<ShopProblem, "release" | "delay" | "finish" | "latest" | "tardiness" | "constant">;

interface Term {
  readonly option: number;
  readonly latest: number;
  readonly price: number;
}

/** Times and costs of options: what rows, bounds and end columns say about single operations. */
export function limitsOf(parts: ShopParts, table: OptionTable, ends: Ends, reasons: string[]): Limits {
  const { model } = parts;
  const { operationOf, startColumn, optionStart } = table;
  const { lower, upper } = model.variables;
  const delay = delaysOf(parts, table, reasons);
  const finish = new Float64Array(operationOf.length).fill(-Infinity);
  const own = Float64Array.from(startColumn, (column) => lower[column]!);
  const latest = Float64Array.from(operationOf, (operation) => upper[startColumn[operation]!]!);
  const terms: Term[] = [];
  readSingles(parts, table, own, latest, terms, reasons);
  const release = released(table, own, delay);
  release.forEach((time, operation) => {
    if (!Number.isFinite(time))
      reasons.push(`'${model.variables.names[startColumn[operation]!]}' may start at any time before 0.`);
  });
  const cost = costOf(parts);
  let constant = model.objective.constant;
  const addConstant = (value: number): void => {
    constant += (model.sense === "minimize" ? 1 : -1) * value;
  };
  startColumn.forEach((column, operation) => {
    const price = cost(column);
    if (price < 0) reasons.push(`'${model.variables.names[column]}' is better later.`);
    if (price <= 0) return;
    addConstant(price * release[operation]!);
    for (let option = optionStart[operation]!; option < optionStart[operation + 1]!; option++)
      terms.push({ option, latest: release[operation]!, price });
  });
  ends.columns.forEach((end, at) => {
    for (const { operation, lag } of end.arcs)
      lag.forEach((time, place) => {
        const option = optionStart[operation]! + place;
        if (at === ends.makespanAt) finish[option] = time;
        else latest[option] = Math.min(latest[option]!, ends.upper[at]! - time);
      });
    const price = cost(end.column);
    if (at === ends.makespanAt || price === 0) return;
    // A value the column has at least: a start beyond it costs the price of each unit.
    const { operation, lag } = end.arcs[0]!;
    const soonest = release[operation]! + lag.reduce((low, time) => Math.min(low, time), Infinity);
    const least = Number.isFinite(end.lower) ? end.lower : soonest;
    if (!Number.isFinite(least))
      reasons.push(`'${model.variables.names[end.column]}' costs but has no least value.`);
    addConstant(price * least);
    lag.forEach((time, place) => {
      terms.push({ option: optionStart[operation]! + place, latest: least - time, price });
    });
  });
  constant += fixedCost(parts, table, ends, reasons);
  dropImplied(table, ends, delay, finish, latest);
  return { release, delay, finish, latest, tardiness: tardinessOf(operationOf.length, terms), constant };
}

function delaysOf({ model }: ShopParts, table: OptionTable, reasons: string[]): Float64Array {
  const delay = new Float64Array(table.operationOf.length);
  table.next.forEach((relations, operation) => {
    if (relations.length === 0) return;
    const from = table.optionStart[operation]!;
    const least = delay.subarray(from, table.optionStart[operation + 1]).fill(-Infinity);
    for (const relation of relations) {
      const lag = lagsOf(model, table, operation, relation);
      if (!lag) reasons.push(`'${relation.id}' depends on more than one operation's options.`);
      else
        for (let option = 0; option < lag.length; option++)
          least[option] = Math.max(least[option]!, lag[option]!);
    }
    if (least.some((time) => time < 0))
      reasons.push(`'${relations[0]!.id}' lets an operation start before the one ahead of it.`);
  });
  return delay;
}

/** Limits of one start: releases, deadlines, due dates. */
function readSingles(
  { model, relations }: ShopParts,
  table: OptionTable,
  release: Float64Array,
  latest: Float64Array,
  terms: Term[],
  reasons: string[],
): void {
  const readOne = (relation: Relation): boolean => {
    const { before, after, base, column, when, price } = relation;
    const operation = table.operationAt.get(after < 0 ? before : after);
    if ((before >= 0 && after >= 0) || operation === undefined) return true;
    if (after >= 0) {
      if (column.length > 0 || when >= 0 || price !== null) return false;
      release[operation] = Math.max(release[operation]!, base);
      return true;
    }
    const lag = lagsOf(model, table, operation, relation);
    lag?.forEach((time, place) => {
      const option = table.optionStart[operation]! + place;
      if (price === null) latest[option] = Math.min(latest[option]!, 0 - time);
      else if (time > -Infinity) terms.push({ option, latest: 0 - time, price });
    });
    return lag !== null;
  };
  for (const relation of relations)
    if (!readOne(relation)) reasons.push(`'${relation.id}' is no release, deadline or due date.`);
}

function released(
  { jobStart, optionStart }: OptionTable,
  own: Float64Array,
  delay: Float64Array,
): Float64Array {
  const release = own.slice();
  for (let job = 0; job < jobStart.length - 1; job++)
    for (let at = jobStart[job]! + 1; at < jobStart[job + 1]!; at++)
      release[at] = Math.max(release[at]!, release[at - 1]! + leastOf(delay, optionStart, at - 1));
  return release;
}

/** What the makespan's last operations and its limit imply is left out, so that plain shops are seen as such. */
function dropImplied(
  { jobStart, optionStart }: OptionTable,
  ends: Ends,
  delay: Float64Array,
  finish: Float64Array,
  latest: Float64Array,
): void {
  const need = leastNeeds({ jobStart, optionStart, delay, finish });
  need.forEach((time, option) => {
    if (latest[option]! >= ends.makespan.upper - time) latest[option] = Infinity;
  });
  for (let job = 0; job < jobStart.length - 1; job++)
    for (let operation = jobStart[job]!; operation < jobStart[job + 1]!; operation++) {
      const isLast = operation + 1 === jobStart[job + 1];
      const after = isLast ? -Infinity : leastOf(need, optionStart, operation + 1);
      const [from, to] = [optionStart[operation]!, optionStart[operation + 1]!];
      const own = finish.subarray(from, to);
      if (own.every((time, option) => time <= delay[from + option]! + after)) own.fill(-Infinity);
    }
}

/** Cost of columns of one value; options may cost nothing. */
function fixedCost({ model }: ShopParts, table: OptionTable, ends: Ends, reasons: string[]): number {
  const known = new Set([...table.startColumn, ...ends.columns.map(({ column }) => column)]);
  const choices = new Set(table.choiceColumn);
  let sum = 0;
  model.objective.linear.forEach((price, column) => {
    if (price === 0 || known.has(column)) return;
    if (isFixed(model, column)) sum += price * model.variables.lower[column]!;
    else if (isZeroOne(model, column) && choices.has(column))
      reasons.push(`'${model.variables.names[column]}' costs something by itself.`);
  });
  return sum;
}

function tardinessOf(optionCount: number, terms: readonly Term[]): Tardiness {
  const sorted = [...terms].sort((a, b) => a.option - b.option);
  const first = new Int32Array(optionCount + 1);
  for (const { option } of sorted) first[option + 1]!++;
  for (let option = 0; option < optionCount; option++) first[option + 1]! += first[option]!;
  return {
    first,
    latest: Float64Array.from(sorted, ({ latest }) => latest),
    price: Float64Array.from(sorted, ({ price }) => price),
  };
}
