import type { Model, VariableIndex } from "@qtwin/model";

/** One way to change a solution: what is added to columns. */
export interface Move {
  readonly label: string;
  readonly add: ReadonlyMap<VariableIndex, number>;
}

/** Moves of which exactly one is made; the first changes nothing. */
export interface MoveGroup {
  readonly name: string;
  readonly moves: readonly Move[];
}

/**
 * What must stay within bounds while moves of several groups are made, a sum of one number from each group: a row of the
 * model, or a column.
 */
export interface MovedSum {
  readonly id: string;
  /** Bounds as `checkFeasibility` holds them, its tolerance included. */
  readonly lower: number;
  readonly upper: number;
  /** Without any move. */
  readonly base: number;
  /** By group and move. */
  readonly add: readonly Float64Array[];
}

export interface Moved {
  /** Only those that some combination of moves breaks. */
  readonly sums: readonly MovedSum[];
  /** By group and move: what the objective becomes dearer, in its unit. */
  readonly cost: readonly Float64Array[];
}

/** Absolute, scaled by max(1, |bound|): that of `checkFeasibility`. */
const tolerance = 1e-6;

/**
 * What moves do to a model with linear rows. Wishes (soft rows) stay on the side they are on: one that is kept stays
 * kept, one that is broken stays so and costs by how much. With that the cost is a sum over the groups.
 * @param values a feasible solution
 * @param left rows that are not looked at
 */
export function movedBy(
  model: Model,
  values: ArrayLike<number>,
  groups: readonly MoveGroup[],
  left: ReadonlySet<number>,
): Moved {
  const cost = groups.map(({ moves }) =>
    Float64Array.from(moves, ({ add }) => {
      let sum = 0;
      for (const [column, by] of add) sum += model.objective.linear[column]! * by;
      return sum;
    }),
  );
  const sums = [...columnSums(model, values, groups), ...rowSums(model, values, groups, left, cost)];
  return { sums: sums.filter(isBreakable), cost };
}

const isBreakable = ({ lower, upper, base, add }: MovedSum): boolean => {
  let [least, most] = [base, base];
  for (const by of add) {
    least += Math.min(...by);
    most += Math.max(...by);
  }
  return least < lower || most > upper;
};

const widened = (bound: number, side: -1 | 1): number =>
  Number.isFinite(bound) ? bound + side * tolerance * Math.max(1, Math.abs(bound)) : bound;

function columnSums(
  { variables: { lower, upper, names } }: Model,
  values: ArrayLike<number>,
  groups: readonly MoveGroup[],
): MovedSum[] {
  const columns = new Set(groups.flatMap(({ moves }) => moves.flatMap(({ add }) => [...add.keys()])));
  return [...columns].map((column) => ({
    id: names[column]!,
    lower: widened(lower[column]!, -1),
    upper: widened(upper[column]!, 1),
    base: values[column]!,
    add: groups.map(({ moves }) => Float64Array.from(moves, ({ add }) => add.get(column) ?? 0)),
  }));
}

/** @param cost grows by what broken wishes cost */
function rowSums(
  { constraints }: Model,
  values: ArrayLike<number>,
  groups: readonly MoveGroup[],
  left: ReadonlySet<number>,
  cost: readonly Float64Array[],
): MovedSum[] {
  const sums: MovedSum[] = [];
  for (let row = 0; row < constraints.count; row++) {
    if (left.has(row)) continue;
    const { base, add, isTouched } = rowSum(constraints, row, values, groups);
    if (!isTouched) continue;
    const [lower, upper] = [constraints.lower[row]!, constraints.upper[row]!];
    const { id, pricePerUnit } = constraints.meaning[row]!;
    const side = pricePerUnit === undefined ? 0 : brokenSide(base, lower, upper);
    if (side !== 0)
      add.forEach((by, group) => {
        by.forEach((each, move) => {
          cost[group]![move]! += pricePerUnit! * side * each;
        });
      });
    sums.push({
      id,
      lower: side > 0 ? upper : side < 0 ? -Infinity : widened(lower, -1),
      upper: side < 0 ? lower : side > 0 ? Infinity : widened(upper, 1),
      base,
      add,
    });
  }
  return sums;
}

/** −1: below its range; 1: above. */
function brokenSide(value: number, lower: number, upper: number): -1 | 0 | 1 {
  if (value < widened(lower, -1)) return -1;
  return value > widened(upper, 1) ? 1 : 0;
}

function rowSum(
  { start, column, value }: Model["constraints"],
  row: number,
  values: ArrayLike<number>,
  groups: readonly MoveGroup[],
): { readonly base: number; readonly add: readonly Float64Array[]; readonly isTouched: boolean } {
  const add = groups.map(({ moves }) => new Float64Array(moves.length));
  let base = 0;
  let isTouched = false;
  for (let entry = start[row]!; entry < start[row + 1]!; entry++) {
    const at = column[entry]!;
    base += value[entry]! * values[at]!;
    groups.forEach(({ moves }, group) => {
      moves.forEach((move, position) => {
        const by = move.add.get(at);
        if (by === undefined) return;
        isTouched = true;
        add[group]![position]! += value[entry]! * by;
      });
    });
  }
  return { base, add, isTouched };
}
