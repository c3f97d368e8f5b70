import { hasPriorities, hasRecourse, type Model, type NoOverlap } from "@qtwin/model";
import { type Activities, activitiesOf, strayColumns } from "./activities.ts";
import { buildShop } from "./build-shop.ts";
import type { ShopProblem } from "./problem.ts";
import { isFixed, type Relation, relationsOf } from "./relations.ts";

/** A shop, or every reason found why the model is none. */
export type ShopReading = { readonly problem: ShopProblem } | { readonly reasons: readonly string[] };

/** More reasons tell nobody more. */
const reasonLimit = 8;

/** Models do not change, and more than one solver reads the same. Nobody writes to a reading. */
const known = new WeakMap<Model, ShopReading>();

/**
 * Finds the shop in a model, by its structure and never by its names: no-overlap constraints are machines (an activity of
 * one possible start that is in no order is a downtime), orders of starts are jobs, choices say which machine, a column that
 * only follows from the starts is the makespan or says how late a job is; soft limits of one start are due dates.
 */
export function readShop(model: Model): ShopReading {
  const reading = known.get(model) ?? read(model);
  known.set(model, reading);
  return reading;
}

function read(model: Model): ShopReading {
  const general = generalReasons(model);
  if (general.length > 0) return { reasons: general };
  const machines = model.structures.filter(
    (structure): structure is NoOverlap => structure.kind === "no-overlap",
  );
  const onMachines = new Set(machines.flatMap(({ start }) => [...start]));
  // A makespan may have one possible value too.
  const { linear } = model.objective;
  const isConstant = (column: number): boolean =>
    isFixed(model, column) && !onMachines.has(column) && linear[column] === 0;
  const { relations, groups, reasons } = relationsOf(model, isConstant);
  const inOrders = new Set(relations.flatMap(({ before, after }) => [before, after]));
  const activities = activitiesOf(model, machines, groups, inOrders);
  const found = [...reasons, ...activities.reasons, ...strayReasons(model, activities)];
  if (activities.operations.size === 0) found.push("It has no operations on machines.");
  if (found.length > 0) return { reasons: limited(found) };
  const operations = withMachineless(activities.operations, relations);
  const built = buildShop({ model, machines, relations, operations, downtimes: activities.downtimes });
  return "reasons" in built ? { reasons: limited(built.reasons) } : built;
}

const limited = (reasons: readonly string[]): string[] => [...new Set(reasons)].slice(0, reasonLimit);

function generalReasons(model: Model): string[] {
  const { objective, constraints, structures } = model;
  const reasons: string[] = [];
  if (!structures.some(({ kind }) => kind === "no-overlap")) reasons.push("It has no machines (no-overlap).");
  if (model.uncertainty || hasRecourse(model)) reasons.push("Some of its numbers are uncertain.");
  if (hasPriorities(objective)) reasons.push("Its objectives have different priorities.");
  if (objective.quadratic.value.length + objective.higher.value.length > 0)
    reasons.push("Its objective has products of variables.");
  if (constraints.quadratic.value.length + constraints.higher.value.length > 0)
    reasons.push("It has rows with products of variables.");
  return reasons;
}

const strayReasons = (model: Model, { operations }: Activities): string[] =>
  strayColumns(model, operations).map(
    (column) => `'${model.variables.names[column]}' is no option of an operation.`,
  );

/** Starts that come before others and are on no machine: delays, cooling, transport. */
function withMachineless(
  operations: Activities["operations"],
  relations: readonly Relation[],
): Activities["operations"] {
  const all = new Map(operations);
  for (const { before, after } of relations)
    if (before >= 0 && after >= 0 && !all.has(before))
      all.set(before, [{ machine: -1, duration: 0, column: -1, place: 0 }]);
  return all;
}
