import { relativeGap } from "../answer.ts";
import type { Model } from "../model.ts";
import type { Flaw } from "./flaw.ts";
import { type Recomputed, tolerance } from "./recomputed.ts";
import type { Claim } from "./result-file.ts";

/** What `solve` calls optimal unless it is told otherwise. */
const usualGapLimit = 1e-4;
/** A larger limit, which lets nearly everything pass, counts under a seal only. */
const largestUnsealedGapLimit = 0.1;

/** What does not fit in a result that has no solution; nothing, when it says just that. */
export function emptyFlaws({ status, objective, gap, feasible }: Claim): Flaw[] {
  const isOutcome = status === "infeasible" || status === "unbounded" || status === "time-limit";
  if (!isOutcome) return [{ kind: "values", message: "The result has no solution." }];
  const isMore = objective !== null || gap !== null || feasible === true;
  return isMore
    ? [{ kind: "values", message: `The status is '${status}', and more is said of a solution than that.` }]
    : [];
}

export function objectiveFlaws({ objective, isRounded }: Claim, found: Recomputed): Flaw[] {
  if (objective === null) return [];
  const allowed = isRounded ? tolerance * Math.max(found.scale, Math.abs(found.value)) : found.rounding;
  if (found.distance(objective) <= allowed) return [];
  return [{ kind: "objective", message: `The objective is ${found.value}, not ${objective}.` }];
}

/** Rounding between objective and bound: none between whole numbers. */
const roundingTo = (bound: number, { isExact, scale, value }: Recomputed): number =>
  isExact && Number.isInteger(bound) ? 0 : tolerance * Math.max(scale, Math.abs(value));

export function boundFlaws({ sense }: Model, { bound }: Claim, found: Recomputed): Flaw[] {
  if (bound === null) return [];
  const { value } = found;
  const isCrossed = sense === "minimize" ? bound > value : bound < value;
  if (!isCrossed || found.distance(bound) <= roundingTo(bound, found)) return [];
  return [{ kind: "bound", message: `The bound ${bound} says that the solution's ${value} cannot be.` }];
}

/** The gap as `solve` says it follows from objective and bound. */
export function gapFlaws({ objective, bound, gap }: Claim, { value }: Recomputed): Flaw[] {
  if (gap === null) return [];
  const found = bound === null ? null : relativeGap(objective ?? value, bound);
  if (found !== null && Math.abs(found - gap) <= 1e-9 * Math.max(1, found)) return [];
  const message =
    found === null ? `A gap of ${gap} is said without a bound.` : `The gap is ${found}, not ${gap}.`;
  return [{ kind: "gap", message }];
}

export function statusFlaws(claim: Claim, found: Recomputed): Flaw[] {
  const { status, bound } = claim;
  if (status === null || status === "feasible") return [];
  if (status !== "optimal")
    return [{ kind: "status", message: `The status is '${status}', and there is a solution.` }];
  if (bound === null) return [{ kind: "status", message: "'optimal' is said without a bound." }];
  const gap = relativeGap(found.value, bound);
  // Solvers hold rows and integers to about the tolerance: their bound may differ by that times a coefficient.
  const isRounding = found.distance(bound) <= 10 * roundingTo(bound, found);
  if (gap <= trustedGapLimit(claim) || isRounding) return [];
  return [{ kind: "status", message: `'optimal' is said at a gap of ${gap}.` }];
}

function trustedGapLimit({ gapLimit, seal }: Claim): number {
  const limit = gapLimit ?? usualGapLimit;
  return seal === "whole" || limit <= largestUnsealedGapLimit ? limit : usualGapLimit;
}
