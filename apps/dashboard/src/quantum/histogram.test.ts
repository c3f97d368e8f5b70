import { expect, test } from "vitest";
import { commonBins, histogram } from "./histogram.ts";

const levels = (...pairs: readonly (readonly [energy: number, count: number])[]) => ({
  energies: Float64Array.from(pairs, ([energy]) => energy),
  counts: Uint32Array.from(pairs, ([, count]) => count),
});

const set = levels([-3, 3], [0, 1], [4, 4]);

test("whole energies stand in the middle of their bins, from the optimum to the greatest drawn", () => {
  const bins = commonBins([set, levels([6, 1])], -4, 48);
  expect(bins).toEqual({ low: -4.5, width: 1, bins: 11 });
  const { shares } = histogram(set, bins.low, bins.width, bins.bins);
  expect(shares).toEqual([0, 3 / 8, 0, 0, 1 / 8, 0, 0, 0, 4 / 8, 0, 0]);
});

test("more energies than bins share bins of whole width, and no shot is lost", () => {
  const many = levels(...Array.from({ length: 200 }, (_, energy) => [energy, 1] as const));
  const { low, width, bins } = commonBins([many], 0, 48);
  expect([width, bins]).toEqual([5, 40]);
  const { shares } = histogram(many, low, width, bins);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  expect(new Set(shares)).toEqual(new Set([0.025]));
});
