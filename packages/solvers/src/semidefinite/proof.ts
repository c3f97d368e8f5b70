import type { Envelope } from "./envelope.ts";
import { leastEigenvalue } from "./least-eigenvalue.ts";
import type { SpinMatrix } from "./spin-matrix.ts";

/** Tries to prove a multiple of the eigenvalue that was estimated. */
const widenings = [1.02, 1.5, 4];
/** Of the sums that make a bound, relative. */
const rounding = 1e-12;

/**
 * A bound below offset + s·C·s for all spins: with multipliers y of which C − diagonal(y) + shift has no negative eigenvalue,
 * s·C·s ≥ Σ y − size · shift.
 * @param multipliers one a spin, none above 0
 * @param known null is the answer as soon as no better bound than this can come
 * @param stop asked between the rows of a factor
 */
export function provenBound(
  matrix: SpinMatrix,
  envelope: Envelope,
  multipliers: Float64Array,
  known: number,
  stop: () => boolean,
): number | null {
  const diagonal = multipliers.map((each) => 0 - each);
  const sum = diagonal.reduce((total, each) => total + each, 0);
  const short = Math.max(0, 0 - leastEigenvalue(matrix, diagonal, 1));
  for (const widening of widenings) {
    const shift = widening * (short + 2 * envelope.doubt(diagonal));
    const bound = matrix.offset - sum - matrix.size * shift - rounding * (sum + Math.abs(matrix.offset));
    if (bound <= known || stop()) return null;
    const shifted = diagonal.map((each) => each + shift);
    // Without any product there is nothing to prove.
    if (sum === 0 || envelope.provesPositive(shifted, stop)) return bound;
  }
  return null;
}
