import { greatestDivisor } from "@qtwin/core";
import type { Grid } from "./instance.ts";

/** Powers of ten with which the values are tried to become whole numbers. */
const decimals = [0, 1, 2, 3, 4];
/** Distance from a whole number that is rounding of a decimal: relative, and at most. */
const [rounding, mostRounding] = [1e-9, 1e-6];
/** What a difference of equal decimals may leave, relative to the largest one. */
const noise = 1e-12;
/** Sums of whole numbers are exact below 2^53; prices and capacities need room too. */
const greatestSum = 2 ** 46;

/** Values in steps of a grid. */
export interface OnGrid {
  readonly grid: Grid;
  readonly value: Float64Array;
}

/**
 * What the values of solutions have in common: one item of each class, so that differences within classes decide the step.
 * @param start as in `Knapsack`
 * @param value item by item, in the model's unit
 * @returns values in whole steps above the first item of their class; unchanged where there is no common step
 */
export function gridOf(start: Int32Array, value: Float64Array): OnGrid {
  let origin = 0;
  for (let each = 0; each + 1 < start.length; each++)
    if (start[each]! < start[each + 1]!) origin += value[start[each]!]!;
  const above = differences(start, value);
  for (const digits of decimals) {
    const scale = 10 ** digits;
    const whole = wholeAt(above, scale);
    if (!whole) continue;
    const common = whole.reduce((left, right) => greatestDivisor(left, Math.abs(right)), 0) || 1;
    const steps = whole.map((each) => each / common);
    if (steps.reduce((sum, each) => sum + Math.abs(each), 0) > greatestSum) break;
    return { grid: { origin, step: common / scale, isWhole: true }, value: steps };
  }
  return { grid: { origin: 0, step: 1, isWhole: false }, value };
}

/** How much more each item is worth than the first of its class. */
function differences(start: Int32Array, value: Float64Array): Float64Array {
  const above = new Float64Array(value.length);
  for (let each = 0; each + 1 < start.length; each++)
    for (let item = start[each]!; item < start[each + 1]!; item++)
      above[item] = value[item]! - value[start[each]!]!;
  return above;
}

/** All values times `scale` as whole numbers; null: one is none. */
function wholeAt(values: Float64Array, scale: number): Float64Array | null {
  const whole = values.map((each) => Math.round(each * scale));
  const nothing = noise * values.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  const isNear = (each: number, at: number): boolean => {
    // Small values are no rounding of 0.
    if (whole[at] === 0) return Math.abs(each) <= nothing;
    const scaled = each * scale;
    const distance = Math.abs(scaled - whole[at]!);
    return distance <= Math.min(mostRounding, rounding * Math.max(1, Math.abs(scaled)));
  };
  return values.every(isNear) ? whole : null;
}
