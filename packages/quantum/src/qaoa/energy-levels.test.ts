import { expect, it } from "vitest";
import { energyLevels, mostLevels } from "./energy-levels.ts";

const samples = (energies: readonly number[], occurrences: readonly number[]) => ({
  basis: Uint32Array.from(energies.keys()),
  energies: Float64Array.from(energies),
  occurrences: Uint32Array.from(occurrences),
});

it("assignments of one energy are one level, levels ascend, and energies are as they were", () => {
  expect(energyLevels(samples([0.3, -7, 1 / 3, 0.3], [1, 2, 3, 4]))).toEqual({
    energies: Float64Array.of(-7, 0.3, 1 / 3),
    counts: Uint32Array.of(2, 5, 3),
  });
});

it("as many as the most levels stay apart; one more joins neighbours and keeps shots and mean", () => {
  const rising = (size: number) => Array.from({ length: size }, (_, k) => k);
  const full = rising(mostLevels);
  expect(Array.from(energyLevels(samples(full, new Array(full.length).fill(2))).energies)).toEqual(full);
  const more = rising(mostLevels + 1);
  const { energies, counts } = energyLevels(samples(more, new Array(more.length).fill(1)));
  expect([energies[0], energies[1], energies.at(-1)]).toEqual([0.5, 2.5, mostLevels]);
  expect([counts[0], counts.at(-1), counts.length]).toEqual([2, 1, mostLevels / 2 + 1]);
});
