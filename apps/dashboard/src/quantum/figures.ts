const significant = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3 });
const energy = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });

/** `23.4 %`, `0.0173 %`, never broken over two lines. */
export function formatProbability(probability: number): string {
  return `${significant.format(100 * probability)}\u00a0%`;
}

/** Two decimals at most, with a true minus sign. */
export function formatEnergy(value: number): string {
  return energy.format(value).replace("-", "−");
}

/** `0.042 ms`, `312 ms`, `4.2 s`. */
export function formatWall(wallMs: number): string {
  return wallMs < 1000 ? `${significant.format(wallMs)} ms` : `${significant.format(wallMs / 1000)} s`;
}

/** Shots after which the optimum was seen at least once with probability 0.99. */
export function shotsForCertainty(successProbability: number): number {
  return successProbability >= 0.99 ? 1 : Math.ceil(Math.log(0.01) / Math.log1p(-successProbability));
}
