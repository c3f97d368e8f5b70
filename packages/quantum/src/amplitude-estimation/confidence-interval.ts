import { betaQuantile } from "./incomplete-beta.ts";

/** Both ends of an interval of probabilities, or of angles. */
export type Interval = readonly [lower: number, upper: number];

export type IntervalMethod = "clopper-pearson" | "chernoff-hoeffding";

/** Holds the true probability with confidence 1 - alpha or more, exactly. Source: Clopper, Pearson, Biometrika 26, 404 (1934). */
function clopperPearson(successes: number, shots: number, alpha: number): Interval {
  const lower = successes === 0 ? 0 : betaQuantile(alpha / 2, successes, shots - successes + 1);
  const upper = successes === shots ? 1 : betaQuantile(1 - alpha / 2, successes + 1, shots - successes);
  return [lower, upper];
}

/** Wider and simple: the mean ± sqrt(ln(2/alpha) / 2 shots). Source: Hoeffding, J. Am. Stat. Assoc. 58, 13 (1963). */
function chernoffHoeffding(successes: number, shots: number, alpha: number): Interval {
  const half = Math.sqrt(Math.log(2 / alpha) / (2 * shots));
  const mean = successes / shots;
  return [Math.max(0, mean - half), Math.min(1, mean + half)];
}

/** Of the probability of success, with confidence 1 - alpha. */
export function confidenceInterval(
  method: IntervalMethod,
  successes: number,
  shots: number,
  alpha: number,
): Interval {
  const interval = method === "clopper-pearson" ? clopperPearson : chernoffHoeffding;
  return interval(successes, shots, alpha);
}

/** Where widths are searched one by one; beyond, they fall as one over the root of the samples. */
const greatestSearched = 2 ** 16;

/**
 * The least number of classical samples whose interval, by the same method and with as many successes as the
 * probability says, is no wider than ±epsilon. About z² p (1 - p) / epsilon² for Clopper and Pearson, with z the normal
 * quantile of 1 - alpha/2, and ln(2/alpha) / (2 epsilon²) for Chernoff and Hoeffding.
 */
export function classicalSamples(
  method: IntervalMethod,
  probability: number,
  epsilon: number,
  alpha: number,
): number {
  const halfWidth = (samples: number): number => {
    const [lower, upper] = confidenceInterval(method, Math.round(probability * samples), samples, alpha);
    return (upper - lower) / 2;
  };
  const widest = halfWidth(greatestSearched);
  if (widest > epsilon) return Math.ceil(greatestSearched * (widest / epsilon) ** 2);
  let [low, high] = [0, greatestSearched];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (halfWidth(middle) <= epsilon) high = middle;
    else low = middle;
  }
  return high;
}
