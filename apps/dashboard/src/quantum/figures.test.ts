import { expect, test } from "vitest";
import { formatEnergy, formatProbability, formatWall, shotsForCertainty } from "./figures.ts";

test("small probabilities keep their digits, energies their sign, times their unit", () => {
  expect(formatProbability(0.000244140625)).toMatch(/^0[.,]0244\u00a0%$/);
  expect(formatEnergy(-12.846)).toMatch(/^−12[.,]85$/);
  expect(formatWall(0.0421)).toMatch(/^0[.,]0421 ms$/);
  expect(formatWall(1234)).toMatch(/^1[.,]23 s$/);
});

test("so many shots miss the optimum with at most one in a hundred, one fewer with more", () => {
  for (const probability of [0.0003, 0.07, 0.5, 0.995]) {
    const shots = shotsForCertainty(probability);
    expect((1 - probability) ** shots).toBeLessThanOrEqual(0.01 * (1 + 1e-9));
    expect((1 - probability) ** (shots - 1)).toBeGreaterThan(0.01);
  }
  expect(shotsForCertainty(0)).toBe(Number.POSITIVE_INFINITY);
});
