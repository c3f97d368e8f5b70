import { dayMs } from "@qtwin/core";
import { expect, test } from "vitest";
import { createFoundry } from "../foundry.ts";
import { plant } from "../plant-data.ts";
import type { FoundryOptions } from "../plant-model.ts";
import { mondayMs, syntheticMarket } from "../testing/market.ts";
import { asDescribed, deviating, setTrueFactors } from "./mismatch.ts";

const options: FoundryOptions = { startMs: mondayMs, seed: 1, controller: "b1", market: syntheticMarket() };

test("without a mismatch all is as described, to the last bit", () => {
  const [plain, none] = [
    createFoundry(options),
    createFoundry({ ...options, mismatch: { share: 0, driftPerMonth: 0 } }),
  ];
  for (const foundry of [plain, none]) foundry.step(9 * 3600);
  expect(none.truth()).toEqual(plain.truth());
  expect(none.readings()).toEqual(plain.readings());
});

test("deviations follow from the seed, stay within the share and drift slowly", () => {
  const at = (seed: number, atMs: number) => {
    const factors = asDescribed();
    setTrueFactors(factors, { share: 0.1 }, seed, atMs);
    return factors;
  };
  expect(at(3, mondayMs)).toEqual(at(3, mondayMs));
  expect(at(4, mondayMs)).not.toEqual(at(3, mondayMs));
  for (let seed = 0; seed < 20; seed++) {
    const [now, later] = [at(seed, mondayMs), at(seed, mondayMs + 30 * dayMs)];
    for (const value of deviating) {
      expect(Math.abs(now[value] - 1)).toBeLessThanOrEqual(0.1 + 1e-12);
      expect(Math.abs(later[value] - now[value])).toBeLessThanOrEqual(0.01 + 1e-12);
    }
    expect(later).not.toEqual(now);
  }
});

test("a plant that differs takes other energy for the same work, while its own computer counts by the recipe", () => {
  const mismatch = { share: 0.1, driftPerMonth: 0 };
  const foundry = createFoundry({ ...options, mismatch });
  foundry.step(5 * 3600);
  const { f1 } = foundry.truth().furnaces;
  const { meltKwhPerT, coldStartKwh } = plant.furnace;
  const factor = foundry.factors().meltKwhPerT;
  // The first heat after a weekend.
  expect(f1.targetKwh).toBeCloseTo(meltKwhPerT * factor * 4 + coldStartKwh, 6);
  const told = foundry.readings().find(({ pointId }) => pointId === "f1.heat")!.value as {
    targetKwh: number;
  };
  expect(told.targetKwh).toBe(meltKwhPerT * 4 + coldStartKwh);
});
