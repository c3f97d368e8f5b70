/**
 * A multiple-choice multidimensional knapsack, to be maximised: exactly one item of each class, and no more of any resource
 * than there is. A binary variable is a class of two items: nothing, and the variable.
 */
export interface Knapsack {
  readonly classCount: number;
  readonly resourceCount: number;
  /** The items of class c are start[c] … start[c+1] − 1; a class without items has no solution. */
  readonly start: Int32Array;
  /** The model's column an item sets to 1; −1: nothing. */
  readonly column: Int32Array;
  /** In steps of the grid, so that sums of whole ones are exact. */
  readonly value: Float64Array;
  /** Item by item, its need of each resource; of any sign. */
  readonly weight: Float64Array;
  /** What there is of each resource, with what counts as rounding where the numbers are not whole. */
  readonly capacity: Float64Array;
  /** Objective of the model = sense · (origin + step · value) + constant. */
  readonly sense: 1 | -1;
  readonly constant: number;
  readonly grid: Grid;
}

/** What values are counted in. */
export interface Grid {
  readonly origin: number;
  readonly step: number;
  /** Whether all values are whole numbers of steps; else `origin` is 0 and `step` 1. */
  readonly isWhole: boolean;
}

/** One item of each class, what they need and what they are worth. */
export interface Packing {
  readonly taken: Int32Array;
  readonly use: Float64Array;
  value: number;
}

/** The class of each item. */
export function classesOf({ classCount, start }: Knapsack): Int32Array {
  const classOf = new Int32Array(start[classCount]!);
  for (let each = 0; each < classCount; each++) classOf.fill(each, start[each]!, start[each + 1]!);
  return classOf;
}

export function emptyPacking({ classCount, resourceCount }: Knapsack): Packing {
  return { taken: new Int32Array(classCount), use: new Float64Array(resourceCount), value: 0 };
}

/** Fills in `use` and `value` from scratch. */
export function weigh({ classCount, resourceCount, value, weight }: Knapsack, packing: Packing): void {
  const { taken, use } = packing;
  use.fill(0);
  packing.value = 0;
  for (let each = 0; each < classCount; each++) {
    const item = taken[each]!;
    packing.value += value[item]!;
    const from = item * resourceCount;
    for (let resource = 0; resource < resourceCount; resource++) use[resource]! += weight[from + resource]!;
  }
}

export function copyPacking(from: Packing, to: Packing): void {
  to.taken.set(from.taken);
  to.use.set(from.use);
  to.value = from.value;
}

export function fits({ capacity }: Knapsack, { use }: Packing): boolean {
  for (let resource = 0; resource < capacity.length; resource++)
    if (use[resource]! > capacity[resource]!) return false;
  return true;
}

/** One value for each variable of the model. */
export function toSolution({ column }: Knapsack, taken: Int32Array, variableCount: number): Float64Array {
  const solution = new Float64Array(variableCount);
  for (const item of taken) if (column[item]! >= 0) solution[column[item]!] = 1;
  return solution;
}

/** The item of each class with the greatest level; nothing counts as one half. */
export function packingAt(knapsack: Knapsack, levelOf: (item: number) => number): Packing {
  const packing = emptyPacking(knapsack);
  const { start, column, classCount } = knapsack;
  for (let each = 0; each < classCount; each++) {
    let most = -Infinity;
    for (let item = start[each]!; item < start[each + 1]!; item++) {
      const level = column[item]! < 0 ? 0.5 : levelOf(item);
      if (level <= most) continue;
      most = level;
      packing.taken[each] = item;
    }
  }
  weigh(knapsack, packing);
  return packing;
}

export const modelObjective = ({ sense, constant, grid }: Knapsack, value: number): number =>
  sense * (grid.origin + grid.step * value) + constant;

/** The value at which the model has an objective. */
export const valueOfObjective = ({ sense, constant, grid }: Knapsack, objective: number): number =>
  (sense * (objective - constant) - grid.origin) / grid.step;

/** The greatest value a packing can have that is at most `bound`, give or take rounding. */
export const floorToGrid = ({ grid }: Knapsack, bound: number): number =>
  grid.isWhole ? Math.floor(bound + 1e-9 * Math.abs(bound) + 1e-6) : bound;

/** How much more a better solution is worth at least. */
export const leastGain = ({ grid: { isWhole } }: Knapsack, value: number): number =>
  isWhole ? 1 : 1e-9 * Math.max(1, Math.abs(value));
