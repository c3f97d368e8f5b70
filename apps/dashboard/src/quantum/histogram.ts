import type { EnergyLevels } from "@qtwin/quantum";

/** Shares of all shots, by bins of equal width. */
export interface Histogram {
  readonly low: number;
  readonly width: number;
  readonly shares: readonly number[];
}

/** Bins of whole width that start half a unit below the optimum, so that whole energies stand in their middle. */
export function histogram(
  { energies, counts }: EnergyLevels,
  low: number,
  width: number,
  bins: number,
): Histogram {
  const inBin = new Array<number>(bins).fill(0);
  let shots = 0;
  energies.forEach((energy, k) => {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor((energy - low) / width)));
    inBin[bin]! += counts[k]!;
    shots += counts[k]!;
  });
  return { low, width, shares: inBin.map((count) => count / shots) };
}

/** Common bins of several sets: at most `most`, of whole width, from the optimum to the greatest energy drawn. */
export function commonBins(
  sets: readonly EnergyLevels[],
  optimum: number,
  most: number,
): { readonly low: number; readonly width: number; readonly bins: number } {
  const greatest = Math.max(optimum, ...sets.map(({ energies }) => energies.at(-1)!));
  const width = Math.max(1, Math.ceil((greatest - optimum + 1) / most));
  return { low: optimum - 0.5, width, bins: Math.floor((greatest - optimum + 0.5) / width) + 1 };
}
