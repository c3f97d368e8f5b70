/**
 * What presolve takes for equal. A row of whole coefficients on discrete columns is handled exactly, without any of
 * these, while its terms add up below 2^53. In every other row
 * - an activity is known up to `length · 2^−51 · Σ|terms|`, the worst rounding of its sum, and each derived bound is
 *   widened by that, so that no point that holds the row is cut off;
 * - a bound of a discrete column, and a proof of infeasibility, leave the room of `feasibility` as well: a point that
 *   `checkFeasibility` accepts stays in;
 * - a row is redundant when it cannot be broken by more than `redundancy`.
 */
export const feasibility = 1e-6;
export const redundancy = 1e-9;
/** A continuous bound moves only by at least this share of the range (or of the bound, where the range is infinite). */
export const leastMove = 1e-3;
/** Bounds of this size help nobody and cost precision. */
export const hugeBound = 1e12;

/** Absolute room at a bound: the given tolerance scaled by max(1, |bound|). */
export const roomAt = (bound: number, tolerance: number): number => tolerance * Math.max(1, Math.abs(bound));
