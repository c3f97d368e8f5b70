import type { EvaluatedSlope, Evaluations } from "./evaluations.ts";
import { along, dot, largestEntry, length } from "./vectors.ts";
import { type LinePoint, wolfeSearch } from "./wolfe-search.ts";

export interface LbfgsOptions {
  readonly method: "lbfgs";
  /** Ends when no entry of the gradient is larger, in units of the value per unit of its coordinate; 1e-6 if absent. */
  readonly gradientTolerance?: number;
  /** Ends when a step lowers the value by less than this part of its size; 1e-12 if absent, more where values round. */
  readonly valueTolerance?: number;
  /** Length of the first step, in units of the coordinates; 0.1 if absent. */
  readonly firstStep?: number;
}

interface Change {
  readonly step: Float64Array;
  readonly gradient: Float64Array;
  readonly product: number;
}

/** Changes of the gradient that the model of the curvature is made of. */
const memory = 10;

/** -H g with H the inverse Hessian that the changes imply, newest last (the two-loop recursion). */
function descentDirection(changes: readonly Change[], gradient: Float64Array): Float64Array {
  let direction = gradient.map((value) => -value);
  const weights = changes.map(() => 0);
  for (let k = changes.length - 1; k >= 0; k -= 1) {
    const change = changes[k]!;
    weights[k] = dot(change.step, direction) / change.product;
    direction = along(direction, -weights[k]!, change.gradient);
  }
  const newest = changes.at(-1);
  if (newest !== undefined) {
    const scale = newest.product / dot(newest.gradient, newest.gradient);
    direction = direction.map((value) => value * scale);
  }
  changes.forEach((change, k) => {
    const weight = weights[k]! - dot(change.gradient, direction) / change.product;
    direction = along(direction, weight, change.step);
  });
  return direction;
}

function stepFrom(
  known: Evaluations,
  here: EvaluatedSlope,
  direction: Float64Array,
  first: number,
  leastGain: number,
): EvaluatedSlope | undefined {
  const origin = { at: 0, value: here.value, slope: dot(here.gradient, direction) };
  if (!(origin.slope < 0)) return undefined;
  return wolfeSearch(origin, first, leastGain, (at): EvaluatedSlope & LinePoint => {
    const there = known.slope(along(here.point, at, direction));
    return { ...there, at, slope: dot(there.gradient, direction) };
  });
}

function changeBetween(from: EvaluatedSlope, to: EvaluatedSlope): Change {
  const step = along(to.point, -1, from.point);
  const gradient = along(to.gradient, -1, from.gradient);
  return { step, gradient, product: dot(step, gradient) };
}

/** Source: Liu, Nocedal, "On the limited memory BFGS method for large scale optimization", 1989. */
export function searchByLbfgs(
  known: Evaluations,
  start: Float64Array,
  { gradientTolerance = 1e-6, valueTolerance = 1e-12, firstStep = 0.1 }: LbfgsOptions,
): void {
  let changes: Change[] = [];
  let here = known.slope(start);
  while (largestEntry(here.gradient) > gradientTolerance) {
    const direction = descentDirection(changes, here.gradient);
    const first = changes.length > 0 ? 1 : firstStep / length(direction);
    const leastGain = valueTolerance * Math.abs(here.value);
    const next = stepFrom(known, here, direction, first, leastGain);
    // A model of the curvature that rounding spoiled is dropped once; steepest descent is the last resort.
    if (next === undefined && changes.length === 0) return;
    if (next !== undefined && here.value - next.value < leastGain) return;
    const change = next && changeBetween(here, next);
    changes = change === undefined ? [] : [...changes, change].filter((c) => c.product > 0).slice(-memory);
    here = next ?? here;
  }
}
