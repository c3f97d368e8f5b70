import type { Model } from "./model.ts";
import type { Cumulative, Implication, Intervals, NoOverlap, Permutation, Structure } from "./structures.ts";

/**
 * How far values are from holding a structured constraint, as `structures.ts` defines it for each kind; 0: it holds.
 * @param values one per variable; columns of 0 and 1 count as 1 from one half on
 */
export function structureViolation(model: Model, structure: Structure, values: ArrayLike<number>): number {
  switch (structure.kind) {
    case "exactly-one":
      return Math.abs(ones(structure.columns, values) - 1);
    case "at-most":
      return Math.max(0, ones(structure.columns, values) - structure.limit);
    case "implication":
      return implicationViolation(structure, values);
    case "precedence":
      return Math.max(0, values[structure.before]! + structure.lag - values[structure.after]!);
    case "no-overlap":
      return noOverlapViolation(structure, values);
    case "cumulative":
      return cumulativeViolation(structure, values);
    case "permutation":
      return permutationViolation(model, structure, values);
  }
}

/** Size of the numbers of a structure: what its tolerance is relative to. */
export function structureScale(structure: Structure): number {
  switch (structure.kind) {
    case "implication":
      return Math.max(
        ...[structure.lower, structure.upper].map((side) => (Number.isFinite(side) ? Math.abs(side) : 0)),
      );
    case "cumulative":
      return structure.capacity;
    default:
      return 1;
  }
}

const isOne = (values: ArrayLike<number>, column: number): boolean => values[column]! >= 0.5;

function ones(columns: Int32Array, values: ArrayLike<number>): number {
  let count = 0;
  for (const column of columns) if (isOne(values, column)) count++;
  return count;
}

function implicationViolation(structure: Implication, values: ArrayLike<number>): number {
  const { when, is, column, value, lower, upper } = structure;
  if (isOne(values, when) !== (is === 1)) return 0;
  let sum = 0;
  for (let entry = 0; entry < column.length; entry++) sum += value[entry]! * values[column[entry]!]!;
  return Math.max(0, lower - sum, sum - upper);
}

/** Positions of the activities that happen, by start; the shorter first among equals. */
export function startOrder({ start, duration, present }: Intervals, values: ArrayLike<number>): number[] {
  const happening = Array.from(start.keys()).filter(
    (activity) => present[activity] === -1 || isOne(values, present[activity]!),
  );
  return happening.sort(
    (a, b) => values[start[a]!]! - values[start[b]!]! || duration[a]! - duration[b]! || a - b,
  );
}

function noOverlapViolation(structure: NoOverlap, values: ArrayLike<number>): number {
  const { start, duration, setup } = structure;
  const order = startOrder(structure, values);
  let violation = 0;
  for (let at = 1; at < order.length; at++) {
    const [before, after] = [order[at - 1]!, order[at]!];
    const gap = setup ? setup[before * start.length + after]! : 0;
    const readyAt = values[start[before]!]! + duration[before]! + gap;
    violation += Math.max(0, readyAt - values[start[after]!]!);
  }
  return violation;
}

/** The load can only be largest where an activity starts. */
function cumulativeViolation(structure: Cumulative, values: ArrayLike<number>): number {
  const { start, duration, demand, capacity } = structure;
  const order = startOrder(structure, values);
  let worst = 0;
  for (const at of order) {
    const moment = values[start[at]!]!;
    let load = 0;
    for (const other of order) {
      const from = values[start[other]!]!;
      if (from <= moment && moment < from + duration[other]!) load += demand[other]!;
    }
    worst = Math.max(worst, load - capacity);
  }
  return worst;
}

function permutationViolation(model: Model, { choices }: Permutation, values: ArrayLike<number>): number {
  const taken = new Set<number>();
  for (const choice of choices) {
    const { first, options } = model.variables.choices[choice]!;
    for (let option = 0; option < options.length; option++)
      if (isOne(values, first + option)) taken.add(option);
  }
  return choices.length - taken.size;
}
