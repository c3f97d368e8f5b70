import type { Model } from "../model.ts";
import { Polynomial } from "../polynomial.ts";
import type { Cumulative, Intervals, NoOverlap } from "../structures.ts";
import { addWhen, type Literal } from "./big-m.ts";
import type { Lowering } from "./lowering.ts";
import { isDiscreteColumn } from "./row-facts.ts";

/** Noise of a decimal fraction that is meant to be a whole number. */
const rounding = 1e-9;

export const roundedUp = (value: number): number => Math.ceil(value - rounding);
export const roundedDown = (value: number): number => Math.floor(value + rounding);

/** Positions of the activities that may happen at all. */
export const possibleActivities = ({ variables }: Model, { present }: Intervals): number[] =>
  Array.from(present.keys()).filter((at) => present[at] === -1 || variables.upper[present[at]!]! > 0);

/** Literals that say that these activities happen; none for those that always do. */
export function presence(
  { variables }: Model,
  { present }: Intervals,
  activities: readonly number[],
): readonly Literal[] {
  return activities
    .map((activity) => present[activity]!)
    .filter((column) => column !== -1 && variables.lower[column]! < 1)
    .map((column) => ({ column, is: 1 }));
}

/** Whether both activities start at whole numbers only. */
export const startWhole = (model: Model, { start }: Intervals, i: number, j: number): boolean =>
  isDiscreteColumn(model, start[i]!) && isDiscreteColumn(model, start[j]!);

/** Range of start[j] − start[i] − gap: below 0 throughout, i cannot come first; 0 or more, it always does. */
export function slackRange(
  { variables }: Model,
  { start }: Intervals,
  i: number,
  j: number,
  gap: number,
): readonly [number, number] {
  const { lower, upper } = variables;
  return [lower[start[j]!]! - upper[start[i]!]! - gap, upper[start[j]!]! - lower[start[i]!]! - gap];
}

/** Adds start[j] ≥ start[i] + gap, when the literals are true, as the row `id[i,j]` of its structure. */
export function addGap(
  into: Lowering,
  structure: NoOverlap | Cumulative,
  [i, j, gap]: readonly [number, number, number],
  literals: readonly Literal[],
  suffix = "",
): void {
  const sum = new Polynomial();
  sum.linear(structure.start[j]!, 1);
  sum.linear(structure.start[i]!, -1);
  const meaning = into.part(structure.meaning, `${suffix}[${i},${j}]`);
  addWhen(into, meaning, [sum, "at-least", gap], literals);
}
