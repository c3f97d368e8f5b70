import { expect, test } from "vitest";
import { restartDelayMs } from "./backoff.ts";

test("waiting doubles from a quarter of a second up to a quarter of a minute", () => {
  expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 100].map(restartDelayMs)).toEqual([
    0, 250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000,
  ]);
});
