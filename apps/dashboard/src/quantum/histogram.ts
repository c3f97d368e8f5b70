import type { EnergySamples } from "./messages.ts";

/** Shares of all shots, by bins of equal width. */
export interface Histogram {
  readonly low: number;
  readonly width: number;
  readonly shares: readonly number[];
}

export interface SampleSummary {
  readonly shots: number;
  readonly least: number;
  readonly mean: number;
  /** Shots at or below the optimum's energy. */
  readonly optimal: number;
}

/** What one set of samples says; `optimum` is the certified energy, `tolerance` what counts as equal to it. */
export function summarise(
  { energies, occurrences }: EnergySamples,
  optimum: number,
  tolerance: number,
): SampleSummary {
  let [shots, sum, optimal, least] = [0, 0, 0, Number.POSITIVE_INFINITY];
  energies.forEach((energy, k) => {
    const count = occurrences[k]!;
    shots += count;
    sum += count * energy;
    least = Math.min(least, energy);
    if (energy <= optimum + tolerance) optimal += count;
  });
  return { shots, least, mean: sum / shots, optimal };
}

/** Bins of whole width that start half a unit below the optimum, so that whole energies stand in their middle. */
export function histogram(
  { energies, occurrences }: EnergySamples,
  low: number,
  width: number,
  bins: number,
): Histogram {
  const counts = new Array<number>(bins).fill(0);
  let shots = 0;
  energies.forEach((energy, k) => {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor((energy - low) / width)));
    counts[bin]! += occurrences[k]!;
    shots += occurrences[k]!;
  });
  return { low, width, shares: counts.map((count) => count / shots) };
}

/** Common bins of several sets: at most `most`, of whole width, from the optimum to the greatest energy drawn. */
export function commonBins(
  sets: readonly EnergySamples[],
  optimum: number,
  most: number,
): { readonly low: number; readonly width: number; readonly bins: number } {
  const greatest = Math.max(
    ...sets.map(({ energies }) => energies.reduce((a, b) => Math.max(a, b), optimum)),
  );
  const width = Math.max(1, Math.ceil((greatest - optimum + 1) / most));
  return { low: optimum - 0.5, width, bins: Math.floor((greatest - optimum + 0.5) / width) + 1 };
}
