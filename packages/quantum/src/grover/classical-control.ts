import type { Random } from "@qtwin/core";
import type { Levels } from "./levels.ts";

/** What classical search costs on the same problem, in computed costs. */
export interface ClassicalControl {
  /** All assignments once: certain. */
  readonly exhaustive: number;
  /** Random sampling until it meets an optimum, on average: N over the number of optima. */
  readonly randomMean: number;
  /** Costs that the search computed, coherently or not: two a rotation, one an attempt, one for the start. */
  readonly searchComputed: number;
  /** Least energy among as many random samples as that. */
  readonly randomEnergy: number;
}

export function classicalControl(
  { values, below }: Levels,
  searchComputed: number,
  energyAt: (steps: number) => number,
  random: Random,
): ClassicalControl {
  const all = below[values.length]!;
  // The least of k uniform numbers has the distribution of 1 - u^(1/k).
  const least = 1 - (1 - random.next()) ** (1 / searchComputed);
  const rank = Math.min(all - 1, Math.floor(least * all));
  const level = below.findIndex((count) => count > rank) - 1;
  return {
    exhaustive: all,
    randomMean: all / below[1]!,
    searchComputed,
    randomEnergy: energyAt(values[level]!),
  };
}
