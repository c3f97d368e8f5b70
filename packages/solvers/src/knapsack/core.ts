import type { Highs, ModelData } from "highs";
import type { Knapsack } from "./instance.ts";

/**
 * A knapsack of some of the items, as HiGHS takes it: to be minimised, minus the value; rows first a resource each, then a
 * class each where there is a choice of more than one variable.
 */
export interface Core {
  readonly data: ModelData;
  /** The item of each native column. */
  readonly item: Int32Array;
  /** The items of classes where only one is kept. */
  readonly fixed: readonly number[];
}

/** @param kept 1: the item may be taken; at least one in each class */
export function coreOf(highs: Highs, knapsack: Knapsack, kept: Uint8Array, whole: boolean): Core {
  const { resourceCount, column, value, capacity } = knapsack;
  const { free, fixed, classes } = splitItems(knapsack, kept);
  const left = capacity.slice();
  let fixedValue = 0;
  for (const item of fixed) {
    fixedValue += value[item]!;
    for (let resource = 0; resource < resourceCount; resource++)
      left[resource]! -= knapsack.weight[item * resourceCount + resource]!;
  }
  const item = Int32Array.from(free.filter((each) => column[each]! >= 0));
  const columnOf = new Map(Array.from(item, (each, native) => [each, native]));
  const rowLower = new Float64Array(resourceCount + classes.length).fill(-Infinity);
  const rowUpper = new Float64Array(resourceCount + classes.length).fill(1);
  rowUpper.set(left);
  classes.forEach(({ exactly }, row) => {
    if (exactly) rowLower[resourceCount + row] = 1;
  });
  const { variableType, objectiveSense } = highs.constants;
  const data: ModelData = {
    numCols: item.length,
    numRows: rowUpper.length,
    sense: objectiveSense.minimize,
    offset: -fixedValue,
    colCost: Float64Array.from(item, (each) => -value[each]!),
    colLower: new Float64Array(item.length),
    colUpper: new Float64Array(item.length).fill(1),
    rowLower,
    rowUpper,
    matrix: matrixOf(knapsack, item, classes, columnOf),
    ...(whole ? { integrality: new Int32Array(item.length).fill(variableType.integer) } : {}),
  };
  return { data, item, fixed };
}

interface CoreClass {
  readonly items: readonly number[];
  readonly exactly: boolean;
}

function splitItems(
  { classCount, start, column }: Knapsack,
  kept: Uint8Array,
): { free: number[]; fixed: number[]; classes: CoreClass[] } {
  const free: number[] = [];
  const fixed: number[] = [];
  const classes: CoreClass[] = [];
  for (let each = 0; each < classCount; each++) {
    const items: number[] = [];
    for (let item = start[each]!; item < start[each + 1]!; item++) if (kept[item]) items.push(item);
    if (items.length === 1) fixed.push(items[0]!);
    else free.push(...items);
    const variables = items.filter((item) => column[item]! >= 0);
    if (items.length > 1 && variables.length > 1)
      classes.push({ items: variables, exactly: variables.length === items.length });
  }
  return { free, fixed, classes };
}

/** Row by row, without zeros. */
function matrixOf(
  knapsack: Knapsack,
  item: Int32Array,
  classes: readonly CoreClass[],
  columnOf: ReadonlyMap<number, number>,
): NonNullable<ModelData["matrix"]> {
  const { resourceCount, weight } = knapsack;
  const starts = new Int32Array(resourceCount + classes.length + 1);
  const entries = entryCount(knapsack, item, classes);
  const [indices, values] = [new Int32Array(entries), new Float64Array(entries)];
  let filled = 0;
  const put = (native: number, value: number): void => {
    indices[filled] = native;
    values[filled++] = value;
  };
  for (let resource = 0; resource < resourceCount; resource++) {
    item.forEach((each, native) => {
      const need = weight[each * resourceCount + resource]!;
      if (need !== 0) put(native, need);
    });
    starts[resource + 1] = filled;
  }
  classes.forEach(({ items }, row) => {
    for (const each of items) put(columnOf.get(each)!, 1);
    starts[resourceCount + row + 1] = filled;
  });
  return {
    format: "csr",
    numRows: resourceCount + classes.length,
    numCols: item.length,
    starts,
    indices,
    values,
  };
}

/** Needs that are not 0, and members of classes. */
function entryCount(
  { resourceCount, weight }: Knapsack,
  item: Int32Array,
  classes: readonly CoreClass[],
): number {
  let count = 0;
  for (const each of item)
    for (let at = each * resourceCount; at < (each + 1) * resourceCount; at++) if (weight[at] !== 0) count++;
  return classes.reduce((sum, { items }) => sum + items.length, count);
}
