import { expect, test } from "vitest";
import { commonBins, histogram, summarise } from "./histogram.ts";

const samples = (...pairs: readonly (readonly [energy: number, occurrences: number])[]) => ({
  energies: Float64Array.from(pairs, ([energy]) => energy),
  occurrences: Uint32Array.from(pairs, ([, occurrences]) => occurrences),
});

const set = samples([-3, 2], [0, 1], [-3, 1], [4, 4]);

test("a summary counts shots, not basis states", () => {
  expect(summarise(set, -3, 0)).toEqual({ shots: 8, least: -3, mean: (3 * -3 + 4 * 4) / 8, optimal: 3 });
  expect(summarise(set, -3.5, 0.4).optimal).toBe(0);
  expect(summarise(set, -3.5, 0.6).optimal).toBe(3);
});

test("whole energies stand in the middle of their bins, from the optimum to the greatest drawn", () => {
  const bins = commonBins([set, samples([6, 1])], -4, 48);
  expect(bins).toEqual({ low: -4.5, width: 1, bins: 11 });
  const { shares } = histogram(set, bins.low, bins.width, bins.bins);
  expect(shares).toEqual([0, 3 / 8, 0, 0, 1 / 8, 0, 0, 0, 4 / 8, 0, 0]);
});

test("more energies than bins share bins of whole width, and no shot is lost", () => {
  const many = samples(...Array.from({ length: 200 }, (_, energy) => [energy, 1] as const));
  const { low, width, bins } = commonBins([many], 0, 48);
  expect([width, bins]).toEqual([5, 40]);
  const { shares } = histogram(many, low, width, bins);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  expect(new Set(shares)).toEqual(new Set([0.025]));
});
