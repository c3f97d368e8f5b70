import { createRandom } from "@qtwin/core";
import { expect, test } from "vitest";
import { type Knapsack, packingAt } from "./instance.ts";
import { relaxAt } from "./relaxation.ts";
import { repair } from "./repair.ts";

test("within one exchange among millions of needs it is asked whether to stop", () => {
  const [classCount, resourceCount] = [200_000, 10];
  const knapsack: Knapsack = {
    classCount,
    resourceCount,
    start: Int32Array.from({ length: classCount + 1 }, (_, each) => 2 * each),
    column: Int32Array.from({ length: 2 * classCount }, (_, item) => (item % 2 === 0 ? -1 : item >> 1)),
    value: Float64Array.from({ length: 2 * classCount }, (_, item) => item % 2),
    weight: new Float64Array(2 * classCount * resourceCount).fill(1),
    capacity: new Float64Array(resourceCount).fill(-1),
    sense: 1,
    constant: 0,
    grid: { origin: 0, step: 1, isWhole: true },
  };
  let asked = 0;
  const stop = (): boolean => ++asked > 0;
  const packing = packingAt(knapsack, () => 1);
  const relaxation = relaxAt(knapsack, new Float64Array(resourceCount));
  expect(repair(knapsack, relaxation, packing, 1, createRandom(1), stop)).toBe(false);
  expect(asked).toBe(1);
});
