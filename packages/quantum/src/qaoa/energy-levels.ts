import type { Samples } from "@qtwin/kernel";

/** How many shots gave which energy; both lists have one entry a level. */
export interface EnergyLevels {
  /** Ascending. Energies that differ only by rounding are two levels. */
  readonly energies: Float64Array;
  readonly counts: Uint32Array;
}

/** Most levels that are reported. */
export const mostLevels = 4096;

/** The different energies of the shots; beyond 4096, equally many neighbours are joined at their mean energy. */
export function energyLevels({ energies, occurrences }: Samples): EnergyLevels {
  const shotsAt = new Map<number, number>();
  energies.forEach((energy, k) => {
    shotsAt.set(energy, (shotsAt.get(energy) ?? 0) + occurrences[k]!);
  });
  const rising = [...shotsAt].sort(([a], [b]) => a - b);
  const joined = Math.ceil(rising.length / mostLevels) || 1;
  const size = Math.ceil(rising.length / joined);
  const levels = { energies: new Float64Array(size), counts: new Uint32Array(size) };
  rising.forEach(([energy, shots], k) => {
    const level = Math.floor(k / joined);
    levels.counts[level]! += shots;
    levels.energies[level]! += ((energy - levels.energies[level]!) * shots) / levels.counts[level]!;
  });
  return levels;
}
