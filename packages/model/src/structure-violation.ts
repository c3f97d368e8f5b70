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
      return Math.max(0, peakLoad(structure, values) - structure.capacity);
    case "permutation":
      return structure.choices.length - takenPositions(model, structure, values);
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

/** How many of the columns are 1. */
export function ones(columns: Int32Array, values: ArrayLike<number>): number {
  let count = 0;
  for (const column of columns) if (isOne(values, column)) count++;
  return count;
}

/** Whether the row of an implication must hold. */
export const isSwitchedOn = ({ when, is }: Implication, values: ArrayLike<number>): boolean =>
  isOne(values, when) === (is === 1);

/** Sum of the row of an implication. */
export function impliedSum({ column, value }: Implication, values: ArrayLike<number>): number {
  let sum = 0;
  for (let entry = 0; entry < column.length; entry++) sum += value[entry]! * values[column[entry]!]!;
  return sum;
}

function implicationViolation(structure: Implication, values: ArrayLike<number>): number {
  if (!isSwitchedOn(structure, values)) return 0;
  const sum = impliedSum(structure, values);
  return Math.max(0, structure.lower - sum, sum - structure.upper);
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

/** Time between direct neighbours in order of start, beyond what they need; negative where the later one is too early. */
export function neighbourGaps(structure: NoOverlap, values: ArrayLike<number>): readonly number[] {
  const { start, duration, setup } = structure;
  const order = startOrder(structure, values);
  return order.slice(1).map((after, at) => {
    const before = order[at]!;
    const needed = setup ? setup[before * start.length + after]! : 0;
    return values[start[after]!]! - (values[start[before]!]! + duration[before]! + needed);
  });
}

const noOverlapViolation = (structure: NoOverlap, values: ArrayLike<number>): number =>
  neighbourGaps(structure, values).reduce((sum, gap) => sum + Math.max(0, -gap), 0);

/**
 * The largest load; it can only be where an activity starts. One sweep in order of start: what has ended leaves before what
 * starts joins.
 */
export function peakLoad(structure: Cumulative, values: ArrayLike<number>): number {
  const { start, duration, demand } = structure;
  const from = (at: number): number => values[start[at]!]!;
  const end = Float64Array.from(duration, (length, at) => from(at) + length);
  const byStart = startOrder(structure, values).filter((at) => end[at]! > from(at));
  const byEnd = Int32Array.from(byStart).sort((a, b) => end[a]! - end[b]!);
  const load = new ChangingSum(start.length);
  let peak = 0;
  let ended = 0;
  for (const at of byStart) {
    for (; end[byEnd[ended]!]! <= from(at); ended++) load.set(byEnd[ended]!, 0);
    load.set(at, demand[at]!);
    peak = Math.max(peak, load.total);
  }
  return peak;
}

/** A sum of numbers that change one at a time. Nothing is ever subtracted: numbers that left leave no rounding behind. */
class ChangingSum {
  /** The numbers are the leaves of a tree, from `size` on; place p is the sum of places 2p and 2p + 1. */
  private readonly sums: Float64Array;
  private readonly size: number;

  constructor(size: number) {
    this.size = size;
    this.sums = new Float64Array(2 * size);
  }

  get total(): number {
    return this.sums[1]!;
  }

  set(at: number, value: number): void {
    const { sums } = this;
    let place = this.size + at;
    sums[place] = value;
    for (place >>= 1; place > 0; place >>= 1) sums[place] = sums[2 * place]! + sums[2 * place + 1]!;
  }
}

/** How many option positions of a permutation are taken. */
export function takenPositions(model: Model, { choices }: Permutation, values: ArrayLike<number>): number {
  const taken = new Set<number>();
  for (const choice of choices) {
    const { first, options } = model.variables.choices[choice]!;
    for (let option = 0; option < options.length; option++)
      if (isOne(values, first + option)) taken.add(option);
  }
  return taken.size;
}
