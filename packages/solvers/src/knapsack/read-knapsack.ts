import { featuresOf, featureWords, type Model, type ModelFeature, variableKinds } from "@qtwin/model";
import { type Classes, findClasses, type ItemClass } from "./classes.ts";
import { gridOf } from "./grid.ts";
import type { Knapsack } from "./instance.ts";

/** What models with this structure may have. */
export const knapsackFeatures: readonly ModelFeature[] = [
  "integer",
  "choice",
  "fixed-binary",
  "maximize",
  "linear-equality",
  "linear-inequality",
  "at-most-one-row",
  "exactly-one",
  "at-most",
];

/** Needs of resources that are kept, items times resources: of any share, and of those of which few are not 0. */
const [maxWeights, maxSparseWeights] = [50_000_000, 2_000_000];
/** Share of needs that are not 0 below which resources are rather rules between a few items each. */
const sparse = 0.05;
/** With more resources a class, a packing that fits is hard to find by exchanges. */
const [mostAnyway, mostAClass] = [64, 4];
/** Share of a capacity that counts as rounding where the numbers are not whole. */
const rounding = 1e-9;

const integer = variableKinds.indexOf("integer");

/** A model as a knapsack, or why it is none. */
export type Reading =
  | { readonly knapsack: Knapsack; readonly reasons: readonly [] }
  | { readonly knapsack: null; readonly reasons: readonly string[] };

/** Finds the knapsack in a model, whatever its variables and rows are called and in which order they come. */
export function readKnapsack(model: Model): Reading {
  const found = partsOf(model);
  return "reasons" in found
    ? { knapsack: null, reasons: found.reasons }
    : { knapsack: buildKnapsack(model, found), reasons: [] };
}

/** Why a model is no knapsack, in sentences; empty when it is one. Nothing is built for it. */
export function whyNoKnapsack(model: Model): readonly string[] {
  const found = partsOf(model);
  return "reasons" in found ? found.reasons : [];
}

/** What a knapsack is made of. */
interface Parts {
  readonly classes: readonly ItemClass[];
  readonly rows: readonly ResourceRow[];
}

function partsOf(model: Model): Parts | { readonly reasons: readonly string[] } {
  const features = Array.from(featuresOf(model)).filter((feature) => !knapsackFeatures.includes(feature));
  if (features.length > 0) return refuse(features.map((each) => `It has ${featureWords[each]}.`));
  const wide = wideVariable(model);
  if (wide !== null) return refuse([`'${wide}' may be other than 0 and 1.`]);
  const found = findClasses(model);
  const parts = { classes: found.classes, rows: resourceRows(model, found) };
  const reasons = [...leftOver(model, found), ...outOfShape(model, parts)];
  return reasons.length > 0 ? refuse(reasons) : parts;
}

const refuse = (reasons: readonly string[]): { readonly reasons: readonly string[] } => ({
  reasons: reasons.map((reason) => `This is no knapsack with choices. ${reason}`),
});

function wideVariable({ variables }: Model): string | null {
  const { kind, lower, upper, names } = variables;
  for (let column = 0; column < variables.count; column++)
    if (kind[column] === integer && (lower[column]! < 0 || upper[column]! >= 2)) return names[column]!;
  return null;
}

/** What neither makes classes nor limits a resource. */
function leftOver(model: Model, { isClassRow, isClassStructure }: Classes): string[] {
  const { constraints, structures } = model;
  const reasons: string[] = [];
  structures.forEach(({ kind, meaning }, index) => {
    if (!isClassStructure[index] && kind !== "at-most")
      reasons.push(`'${meaning.id}' shares columns with another class.`);
  });
  for (let row = 0; row < constraints.count; row++)
    if (!isClassRow[row] && constraints.lower[row] === constraints.upper[row])
      reasons.push(`'${constraints.meaning[row]!.id}' asks for an exact amount and is no class of its own.`);
  return reasons;
}

/** A knapsack has few resources that most items need; covers and packings of sets are others' to solve. */
function outOfShape({ variables }: Model, { classes, rows }: Parts): string[] {
  if (rows.length > mostAnyway + mostAClass * classes.length)
    return [`It has ${rows.length} limits for ${classes.length} classes.`];
  const weights = (variables.count + classes.length) * rows.length;
  if (weights > maxWeights) return ["It has too many items and resources to keep all needs."];
  const needs = rows.reduce((sum, { columns }) => sum + columns.length, 0);
  if (weights > maxSparseWeights && needs < sparse * weights)
    return [`Of its ${rows.length} limits, each concerns only a few of its ${variables.count} variables.`];
  return [];
}

/** A limit from above: Σ factor · value · x ≤ capacity. */
interface ResourceRow {
  readonly columns: ArrayLike<number>;
  /** Null: all 1. */
  readonly values: Float64Array | null;
  readonly factor: 1 | -1;
  readonly capacity: number;
}

function resourceRows(model: Model, { isClassRow, isClassStructure }: Classes): ResourceRow[] {
  const { start, column, value, lower, upper, count } = model.constraints;
  const rows: ResourceRow[] = [];
  for (let row = 0; row < count; row++) {
    if (isClassRow[row]) continue;
    const columns = column.subarray(start[row]!, start[row + 1]!);
    const values = value.subarray(start[row]!, start[row + 1]!);
    if (upper[row]! < Infinity) rows.push({ columns, values, factor: 1, capacity: upper[row]! });
    if (lower[row]! > -Infinity) rows.push({ columns, values, factor: -1, capacity: -lower[row]! });
  }
  model.structures.forEach((structure, index) => {
    if (!isClassStructure[index] && structure.kind === "at-most")
      rows.push({ columns: structure.columns, values: null, factor: 1, capacity: structure.limit });
  });
  return rows;
}

function buildKnapsack(model: Model, { classes, rows }: Parts): Knapsack {
  const sense = model.sense === "maximize" ? 1 : -1;
  const { start, column, itemOf } = itemsOf(model, classes);
  const worth = Float64Array.from(column, (each) => (each < 0 ? 0 : sense * model.objective.linear[each]!));
  const { grid, value } = gridOf(start, worth);
  const weight = new Float64Array(column.length * rows.length);
  rows.forEach(({ columns, values, factor }, resource) => {
    for (let at = 0; at < columns.length; at++) {
      const item = itemOf[columns[at]!]!;
      if (item >= 0) weight[item * rows.length + resource]! += factor * (values ? values[at]! : 1);
    }
  });
  return {
    classCount: classes.length,
    resourceCount: rows.length,
    start,
    column,
    value,
    weight,
    capacity: Float64Array.from(rows, roundedCapacity),
    sense,
    constant: model.objective.constant,
    grid,
  };
}

/** Where all needs are whole, the whole part is what there is; else a little more, so that rounding shuts nothing out. */
function roundedCapacity({ values, capacity }: ResourceRow): number {
  if (values === null || values.every(Number.isInteger)) return Math.floor(capacity);
  return capacity + rounding * Math.max(1, Math.abs(capacity));
}

/** The items of every class without those that bounds exclude. */
function itemsOf(
  { variables: { lower, upper, count } }: Model,
  classes: readonly ItemClass[],
): Pick<Knapsack, "start" | "column"> & { readonly itemOf: Int32Array } {
  const start = new Int32Array(classes.length + 1);
  const itemOf = new Int32Array(count).fill(-1);
  const items: number[] = [];
  classes.forEach(({ columns, mayBeEmpty }, each) => {
    const all = Array.from(columns);
    const forced = all.filter((column) => lower[column]! > 0);
    const open = forced.length === 0 ? all : forced.length === 1 ? forced : [];
    if (mayBeEmpty && forced.length === 0) items.push(-1);
    for (const column of open) {
      if (upper[column]! < 1) continue;
      itemOf[column] = items.length;
      items.push(column);
    }
    start[each + 1] = items.length;
  });
  return { start, column: Int32Array.from(items), itemOf };
}
