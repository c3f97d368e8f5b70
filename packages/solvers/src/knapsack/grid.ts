import type { Grid } from "./instance.ts";

/** Powers of ten with which the values are tried to become whole numbers. */
const decimals = [0, 1, 2, 3, 4];
/** Relative distance from a whole number that is rounding of a decimal. */
const rounding = 1e-9;

/**
 * What the values of solutions have in common: one item of each class, so that differences within classes decide the step.
 * @param start as in `Knapsack`
 */
export function gridOf(start: Int32Array, value: Float64Array): Grid {
  let origin = 0;
  for (let each = 0; each + 1 < start.length; each++)
    if (start[each]! < start[each + 1]!) origin += value[start[each]!]!;
  for (const digits of decimals) {
    const scale = 10 ** digits;
    const step = commonStep(start, value, scale);
    if (step > 0) return { origin, step: step / scale };
  }
  return { origin, step: 0 };
}

/** Greatest common divisor of all differences times `scale`; 0 where one is not whole or all are zero. */
function commonStep(start: Int32Array, value: Float64Array, scale: number): number {
  let common = 0;
  for (let each = 0; each + 1 < start.length; each++)
    for (let item = start[each]! + 1; item < start[each + 1]!; item++) {
      const scaled = Math.abs(value[item]! - value[start[each]!]!) * scale;
      const whole = Math.round(scaled);
      if (Math.abs(scaled - whole) > rounding * Math.max(1, scaled) || whole > 1e12) return 0;
      common = greatestDivisor(common, whole);
    }
  return common;
}

function greatestDivisor(left: number, right: number): number {
  while (right > 0) [left, right] = [right, left % right];
  return left;
}
