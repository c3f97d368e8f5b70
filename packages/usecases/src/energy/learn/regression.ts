/** What was known before any measurement: independent normal distributions. */
export interface Prior {
  readonly mean: number;
  readonly sd: number;
}

/** One measurement: `y` is about the sum of `x[i]` times parameter `i`. */
export interface Observation {
  readonly y: number;
  readonly x: readonly number[];
}

export interface Posterior {
  readonly mean: readonly number[];
  readonly sd: readonly number[];
  /** Standard deviation of a measurement about the fit, in the unit of `y`. */
  readonly noiseSd: number;
}

const iterations = 25;
/** Residuals beyond this many standard deviations count less (Huber); 95 % efficient where errors are normal. */
const huberLimit = 1.345;
/** Standard deviation of a normal distribution over its median absolute deviation. */
const sdPerMad = 1.4826;
/** Correlation between neighbours is not believed above this. */
const mostCorrelation = 0.9;

/**
 * Bayesian linear regression with a robust loss: a normal prior, Huber weights, noise estimated from the residuals
 * themselves. Neighbouring residuals that resemble each other count as fewer measurements.
 * @param rows in the order of time
 * @param leastNoise floor of the noise, in the unit of `y`: what the meters cannot tell apart
 */
export function regress(
  rows: readonly Observation[],
  priors: readonly Prior[],
  leastNoise = 1e-9,
): Posterior {
  // In units of the prior's standard deviations: every parameter is near zero with variance one.
  const scaled = rows.map(({ y, x }) => ({
    y: y - x.reduce((sum, value, i) => sum + value * priors[i]!.mean, 0),
    x: x.map((value, i) => value * priors[i]!.sd),
  }));
  // From where the measurements point: from the prior, one that is far off would look like noise.
  let theta = leastSquares(scaled, leastNoise);
  let noiseSd = leastNoise;
  let covariance: number[][] = identity(priors.length);
  for (let round = 0; round < iterations && rows.length > 0; round++) {
    const residuals = scaled.map(({ y, x }) => y - dot(x, theta));
    noiseSd = Math.max(leastNoise, sdPerMad * median(residuals.map(Math.abs)));
    const spread = noiseSd * Math.sqrt(repetition(residuals, noiseSd));
    const weights = residuals.map((residual) =>
      Math.min(1, (huberLimit * noiseSd) / Math.max(1e-300, Math.abs(residual))),
    );
    const { precision, pull } = normalEquations(scaled, weights, spread);
    covariance = inverse(precision);
    theta = covariance.map((line) => dot(line, pull));
  }
  return {
    mean: priors.map(({ mean, sd }, i) => mean + (theta[i] ?? 0) * sd),
    sd: covariance.map((line, i) => Math.sqrt(line[i]!) * priors[i]!.sd),
    noiseSd,
  };
}

/** Share of the residuals to the prior that the first look takes for noise. */
const firstNoiseShare = 0.02;

/** Where all rows count alike and the prior only decides what they leave open. */
function leastSquares(rows: readonly Observation[], leastNoise: number): number[] {
  const size = rows[0]?.x.length ?? 0;
  if (size === 0) return [];
  const spread = Math.max(leastNoise, firstNoiseShare * median(rows.map(({ y }) => Math.abs(y))));
  const { precision, pull } = normalEquations(
    rows,
    rows.map(() => 1),
    spread,
  );
  return inverse(precision).map((line) => dot(line, pull));
}

function normalEquations(
  rows: readonly Observation[],
  weights: readonly number[],
  spread: number,
): { precision: number[][]; pull: number[] } {
  const size = rows[0]!.x.length;
  const precision = identity(size);
  const pull = new Array<number>(size).fill(0);
  rows.forEach(({ y, x }, row) => {
    const weight = weights[row]! / spread ** 2;
    for (let i = 0; i < size; i++) {
      pull[i]! += weight * x[i]! * y;
      for (let j = 0; j < size; j++) precision[i]![j]! += weight * x[i]! * x[j]!;
    }
  });
  return { precision, pull };
}

/** How many neighbours say the same: (1 + r) / (1 − r) with r the correlation of a residual with the next. */
function repetition(residuals: readonly number[], noiseSd: number): number {
  const cut = residuals.map((value) => Math.max(-3 * noiseSd, Math.min(3 * noiseSd, value)));
  const own = dot(cut, cut);
  const next = cut.slice(1).reduce((sum, value, i) => sum + value * cut[i]!, 0);
  const r = own === 0 ? 0 : Math.min(mostCorrelation, Math.max(0, next / own));
  return (1 + r) / (1 - r);
}

export const dot = (left: readonly number[], right: readonly number[]): number =>
  left.reduce((sum, value, i) => sum + value * right[i]!, 0);

const identity = (size: number): number[][] =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => (i === j ? 1 : 0)));

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Inverse of a symmetric positive definite matrix of a few lines, by elimination. */
function inverse(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length;
  const work = matrix.map((line, i) => [...line, ...identity(size)[i]!]);
  for (let column = 0; column < size; column++) {
    const pivot = work[column]![column]!;
    for (let k = 0; k < 2 * size; k++) work[column]![k]! /= pivot;
    for (let line = 0; line < size; line++) {
      const factor = work[line]![column]!;
      if (line === column || factor === 0) continue;
      for (let k = 0; k < 2 * size; k++) work[line]![k]! -= factor * work[column]![k]!;
    }
  }
  return work.map((line) => line.slice(size));
}
