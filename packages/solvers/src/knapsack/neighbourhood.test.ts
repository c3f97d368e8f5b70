import { expect, test } from "vitest";
import { emptyPacking, type Knapsack } from "./instance.ts";
import { Neighbourhood } from "./neighbourhood.ts";
import { relaxAt } from "./relaxation.ts";

/** As many classes, each of nothing or one thing worth 1 that needs 1 of the first resource and nothing of the others. */
function things(classCount: number, resourceCount: number, capacity: number): Knapsack {
  const weight = new Float64Array(2 * classCount * resourceCount);
  for (let item = 1; item < 2 * classCount; item += 2) weight[item * resourceCount] = 1;
  return {
    classCount,
    resourceCount,
    start: Int32Array.from({ length: classCount + 1 }, (_, each) => 2 * each),
    column: Int32Array.from({ length: 2 * classCount }, (_, item) => (item % 2 === 0 ? -1 : item >> 1)),
    value: Float64Array.from({ length: 2 * classCount }, (_, item) => item % 2),
    weight,
    capacity: new Float64Array(resourceCount).fill(capacity),
    sense: 1,
    constant: 0,
    grid: { origin: 0, step: 1, isWhole: true },
  };
}

/** Nothing taken: all even items. */
function nothing(knapsack: Knapsack) {
  const packing = emptyPacking(knapsack);
  packing.taken.forEach((_, each) => {
    packing.taken[each] = 2 * each;
  });
  return packing;
}

const sumOf = (numbers: Iterable<number>): number => [...numbers].reduce((sum, each) => sum + each, 0);

test("what a search keeps grows with its depth, not with the classes there are", () => {
  const knapsack = things(20_000, 100, 3);
  const relaxation = relaxAt(knapsack, new Float64Array(100));
  const packing = nothing(knapsack);
  const loss = sumOf(Array.from(packing.taken, (item) => relaxation.loss[item]!));
  const before = process.memoryUsage().arrayBuffers;
  const search = new Neighbourhood(knapsack, relaxation);
  for (const count of [1, 2, 5, 40]) {
    const others = Int32Array.from({ length: count }, (_, each) => 2 * each + 1);
    const gain = Math.min(3, count) - packing.value;
    expect(
      search.improve(
        packing,
        loss - packing.value,
        others.filter((each) => !packing.taken.includes(each)),
        packing.value + 1,
        Infinity,
      ),
    ).toBe(gain > 0);
    expect(packing.value).toBe(Math.min(3, count));
  }
  // All levels of all classes would be 48 MB.
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10e6);
});

test("a search too deep to be kept is left, and not said to be complete", () => {
  const knapsack = things(1100, 4000, 2000);
  const relaxation = relaxAt(knapsack, new Float64Array(4000));
  const packing = nothing(knapsack);
  const loss = sumOf(Array.from(packing.taken, (item) => relaxation.loss[item]!));
  const search = new Neighbourhood(knapsack, relaxation);
  const others = Int32Array.from({ length: 1100 }, (_, each) => 2 * each + 1);
  expect(search.improve(packing, loss, others, 1, 1000)).toBe(false);
  expect(search).toMatchObject({ complete: false, nodes: 0 });
  expect(search.improve(packing, loss, others.subarray(0, 500), 1, 1000)).toBe(true);
  expect(packing.value).toBeGreaterThanOrEqual(1);
});
