import type { RewriteStep } from "../compile/rewrite.ts";
import { objectiveValue } from "../evaluate.ts";
import type { Model } from "../model.ts";
import { allPoints, isFeasiblePoint } from "./exhaustive.ts";

/** Of objectives: sums of few numbers below a thousand. */
const tolerance = 1e-9;

/** Objective in the sense of minimisation. */
const costOf = (model: Model, point: Float64Array): number =>
  model.sense === "minimize" ? objectiveValue(model, point) : -objectiveValue(model, point);

/** Number of points of the box: what an exhaustive law costs. */
export function boxSize({ variables: { lower, upper } }: Model): number {
  return lower.reduce((size, low, column) => size * Math.max(0, Math.floor(upper[column]! - low) + 1), 1);
}

/**
 * Where a rewrite of an all-discrete model is not exact, over every point of both boxes; null when it is. Forward: a
 * feasible point is encoded as a feasible one of the same cost, and decoding undoes encoding. Back: no feasible point of
 * the target decodes to an infeasible one or is cheaper than the one it decodes to. Variables may be replaced by others.
 */
export function inexactness(source: Model, { model: target, encode, decode }: RewriteStep): string | null {
  for (const point of allPoints(source)) {
    if (!isFeasiblePoint(source, point)) continue;
    const encoded = encode(point);
    if (!isFeasiblePoint(target, encoded)) return `${point} is encoded as infeasible ${encoded}`;
    if (decode(encoded).some((value, at) => value !== point[at]))
      return `${point} decodes as ${decode(encoded)}`;
    const change = costOf(target, encoded) - costOf(source, point);
    if (Math.abs(change) > tolerance) return `${point} changes its cost by ${change}`;
  }
  for (const point of allPoints(target)) {
    if (!isFeasiblePoint(target, point)) continue;
    const decoded = decode(point);
    if (!isFeasiblePoint(source, decoded)) return `${point} decodes as infeasible ${decoded}`;
    if (costOf(target, point) < costOf(source, decoded) - tolerance)
      return `${point} is cheaper than ${decoded}`;
  }
  return null;
}
