import type { Model } from "../model.ts";

/** Columns by the exactly-one constraint they stand in, −1 for none; a column stands in its first one only. */
export function exactlyOneGroups({ variables, structures }: Model): Int32Array {
  const group = new Int32Array(variables.count).fill(-1);
  structures.forEach((structure, index) => {
    if (structure.kind !== "exactly-one" || structure.columns.some((column) => group[column] !== -1)) return;
    for (const column of structure.columns) group[column] = index;
  });
  return group;
}

/** A number between the least value of the objective over all 0-1 points inside the bounds and −∞. */
export const leastOverBox = (model: Model): number => 0 - mostOverBox(model, -1, null);

/**
 * No feasible point of the model has a higher objective: one option of each exactly-one group counts, and of each pair
 * of groups one pair.
 */
export const mostOfFeasible = (model: Model): number => mostOverBox(model, 1, exactlyOneGroups(model));

/**
 * Upper bound of sign·objective: each product is gathered at its first variable, which then counts when its sum is
 * positive. With groups, products count at most once for each run of one group.
 */
function mostOverBox(model: Model, sign: 1 | -1, group: Int32Array | null): number {
  const { higher, constant } = model.objective;
  const gain = gatheredPairs(model, sign, group);
  for (let entry = 0; entry < higher.value.length; entry++)
    gain[higher.factor[higher.factorStart[entry]!]!]! += Math.max(0, sign * higher.value[entry]!);
  return sign * constant + sumOfGains(model, gain, group);
}

/** Linear factors with the products that raise them. */
function gatheredPairs({ objective }: Model, sign: 1 | -1, group: Int32Array | null): Float64Array {
  const { left, right, value } = objective.quadratic;
  const gain = objective.linear.map((each) => sign * each);
  let runLeft = -1;
  let runGroup = -1;
  let best = 0;
  for (let entry = 0; entry < value.length; entry++) {
    const each = sign * value[entry]!;
    const of = group ? group[right[entry]!]! : -1;
    if (each <= 0 || (of >= 0 && of === group![left[entry]!])) continue;
    if (of < 0 || left[entry] !== runLeft || of !== runGroup) {
      runLeft = left[entry]!;
      runGroup = of;
      best = 0;
    }
    if (each <= best) continue;
    gain[runLeft]! += each - best;
    best = each;
  }
  return gain;
}

function sumOfGains({ variables }: Model, gain: Float64Array, group: Int32Array | null): number {
  const { lower, upper } = variables;
  const best = new Map<number, number>();
  let sum = 0;
  for (let column = 0; column < gain.length; column++) {
    const of = group ? group[column]! : -1;
    if (of >= 0) best.set(of, Math.max(best.get(of) ?? -Infinity, gain[column]!));
    else if (lower[column]! > 0) sum += gain[column]!;
    else if (upper[column]! >= 1) sum += Math.max(0, gain[column]!);
  }
  for (const value of best.values()) sum += value;
  return sum;
}

/** What adding up the objective may lose to rounding, with much room; nothing when it is constant or whole. */
export function roundingMargin({ objective }: Model): number {
  const { linear, constant, quadratic, higher } = objective;
  let sum = 0;
  let count = 1;
  let whole = Number.isInteger(constant);
  for (const values of [linear, quadratic.value, higher.value])
    for (let entry = 0; entry < values.length; entry++) {
      const value = values[entry]!;
      if (value === 0) continue;
      count++;
      sum += Math.abs(value);
      whole &&= Number.isInteger(value);
    }
  if (sum === 0 || (whole && sum + Math.abs(constant) < 2 ** 53)) return 0;
  return (sum + Math.abs(constant)) * 2 ** -51 * count;
}
