import { expect, test } from "vitest";
import { continueEpoch, longestCatchUpWallMs, plantNowMs } from "./plant-clock.ts";

const epoch = { epochWallMs: 1_000_000, epochPlantMs: 50_000_000, speed: 10 };

test("plant time runs at its speed", () => {
  expect(plantNowMs(epoch, 1_001_000)).toBe(50_010_000);
});

test("a short stop is lived through: the epoch stays", () => {
  expect(continueEpoch(epoch, 50_010_000, 10, 1_001_000 + 60_000)).toBe(epoch);
});

test("after a long stop plant time goes on where it stopped", () => {
  const wallMs = 1_001_000 + longestCatchUpWallMs + 1;
  const next = continueEpoch(epoch, 50_010_000, 10, wallMs);
  expect(plantNowMs(next, wallMs)).toBe(50_010_000);
});

test("another speed, a wall clock set back, and a first start begin a new epoch without a jump", () => {
  for (const [previous, speed, wallMs] of [
    [epoch, 20, 1_001_000],
    [epoch, 10, 900_000],
    [null, 10, 5],
  ] as const) {
    expect(plantNowMs(continueEpoch(previous, 50_010_000, speed, wallMs), wallMs)).toBe(50_010_000);
  }
});
