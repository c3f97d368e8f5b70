/** The value at a position in ascending values, linear between two of them, the extremes beyond. */
export function orderStatistic(sorted: readonly number[], position: number): number {
  const last = sorted.length - 1;
  const below = Math.min(last, Math.max(0, Math.floor(position)));
  const above = Math.min(below + 1, last);
  const share = Math.min(1, Math.max(0, position - below));
  return sorted[below]! + (sorted[above]! - sorted[below]!) * share;
}

/** Empirical quantiles, linear between order statistics (Hyndman and Fan 1996, type 7). */
export function quantilesOf(samples: readonly number[], levels: readonly number[]): number[] {
  const sorted = ascending(samples);
  return levels.map((level) => orderStatistic(sorted, (sorted.length - 1) * level));
}

/**
 * Levels the next value of an exchangeable series stays below: position `level (n + 1)` among the n known (Hyndman and Fan 1996,
 * type 6), the extremes beyond them. Quantiles of the sample itself are too narrow for what comes next.
 */
export const predictiveQuantiles = (samples: readonly number[], levels: readonly number[]): number[] =>
  predictiveQuantilesOfSorted(ascending(samples), levels);

/** The same of values that ascend already. */
export const predictiveQuantilesOfSorted = (sorted: readonly number[], levels: readonly number[]): number[] =>
  levels.map((level) => orderStatistic(sorted, level * (sorted.length + 1) - 1));

const ascending = (samples: readonly number[]): number[] => [...samples].sort((left, right) => left - right);
