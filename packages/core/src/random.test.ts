import { expect, test } from "vitest";
import { createRandom, randomFromState } from "./random.ts";

test("the same seed gives the same stream and a saved state continues it", () => {
  const first = createRandom(7);
  const second = createRandom(7);
  expect(Array.from({ length: 5 }, first.next)).toEqual(Array.from({ length: 5 }, second.next));
  const resumed = randomFromState(first.state());
  expect(Array.from({ length: 5 }, resumed.next)).toEqual(Array.from({ length: 5 }, first.next));
});

test("normal numbers have mean 0 and standard deviation 1 within three standard errors of 20,000 draws", () => {
  const random = createRandom(1);
  const draws = Array.from({ length: 20_000 }, random.normal);
  const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
  const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
  expect(Math.abs(mean)).toBeLessThan(3 / Math.sqrt(20_000));
  expect(Math.abs(variance - 1)).toBeLessThan(3 * Math.sqrt(2 / 20_000));
});
