import { isDiscrete } from "../feasibility.ts";
import type { Model } from "../model.ts";
import { columnsOfStructure } from "../structure-columns.ts";
import type { Cumulative, Implication, Intervals, NoOverlap, Permutation, Structure } from "../structures.ts";
import { outside } from "./exact-check.ts";
import { ExactSum } from "./exact-sum.ts";

/**
 * How far values are from holding a structured constraint, as `structures.ts` says it for each kind: written apart from
 * the check that solvers are judged by, so that the two vouch for each other.
 * @param x integer variables have whole values
 */
export function structureExcess(model: Model, structure: Structure, x: ArrayLike<number>): number {
  switch (structure.kind) {
    case "exactly-one":
      return Math.abs(sumOf(structure.columns, x).minus(1));
    case "at-most":
      return Math.max(0, sumOf(structure.columns, x).minus(structure.limit));
    case "implication":
      return x[structure.when] === structure.is ? implied(structure, x) : 0;
    case "precedence":
      return Math.max(
        0,
        new ExactSum().add(x[structure.before]!).add(structure.lag).minus(x[structure.after]!),
      );
    case "no-overlap":
      return earliness(structure, x);
    case "cumulative":
      return overload(structure, x);
    case "permutation":
      return untaken(model, structure, x);
  }
}

function sumOf(columns: Int32Array, x: ArrayLike<number>): ExactSum {
  const sum = new ExactSum();
  for (const column of columns) sum.add(x[column]!);
  return sum;
}

function implied({ column, value, lower, upper }: Implication, x: ArrayLike<number>): number {
  const sum = new ExactSum();
  column.forEach((each, at) => {
    sum.add(value[at]!, x[each]!);
  });
  return outside(sum, lower, upper).amount;
}

interface Activity {
  readonly at: number;
  readonly start: number;
  readonly duration: number;
}

const happening = ({ start, duration, present }: Intervals, x: ArrayLike<number>): Activity[] =>
  Array.from(start, (column, at) => ({ at, start: x[column]!, duration: duration[at]! })).filter(
    ({ at }) => present[at] === -1 || x[present[at]!] === 1,
  );

/** Direct neighbours in order of start, the shorter first among equals. */
function earliness(structure: NoOverlap, x: ArrayLike<number>): number {
  const { setup, start } = structure;
  const order = happening(structure, x).sort(
    (a, b) => a.start - b.start || a.duration - b.duration || a.at - b.at,
  );
  let early = 0;
  for (const [next, after] of order.entries()) {
    const before = order[next - 1];
    if (!before) continue;
    const free = new ExactSum().add(before.start).add(before.duration);
    if (setup) free.add(setup[before.at * start.length + after.at]!);
    early += Math.max(0, free.minus(after.start));
  }
  return early;
}

/** One sweep over starts and ends; what ends makes room for what starts at that moment. */
function overload(structure: Cumulative, x: ArrayLike<number>): number {
  const events = happening(structure, x)
    .filter(({ duration }) => duration > 0)
    .flatMap(({ at, start, duration }) => [
      { time: start, change: structure.demand[at]! },
      { time: start + duration, change: -structure.demand[at]! },
    ])
    .sort((a, b) => a.time - b.time || a.change - b.change);
  const load = new ExactSum();
  let worst = 0;
  for (const { change } of events) worst = Math.max(worst, load.add(change).minus(structure.capacity));
  return worst;
}

function untaken({ variables }: Model, { choices }: Permutation, x: ArrayLike<number>): number {
  const isTaken = (position: number): boolean =>
    choices.some((choice) => x[variables.choices[choice]!.first + position] === 1);
  return [...choices.keys()].filter((position) => !isTaken(position)).length;
}

/** Sums of two such numbers are exact in doubles. */
const largest = 2 ** 52;

/** Whole times, loads and coefficients on whole variables: then no tolerance is due. */
export function isExactStructure(model: Model, structure: Structure, x: ArrayLike<number>): boolean {
  const isWhole = (value: number): boolean => Number.isInteger(value) && Math.abs(value) <= largest;
  return (
    numbersOf(structure).every((numbers) => numbers.every(isWhole)) &&
    columnsOfStructure(model, structure).every((column) => isDiscrete(model, column) && isWhole(x[column]!))
  );
}

function numbersOf(structure: Structure): readonly (Float64Array | readonly number[])[] {
  switch (structure.kind) {
    case "implication":
      return [structure.value];
    case "precedence":
      return [[structure.lag]];
    case "no-overlap":
      return [structure.duration, structure.setup ?? []];
    case "cumulative":
      return [structure.duration, structure.demand];
    default:
      return [];
  }
}
