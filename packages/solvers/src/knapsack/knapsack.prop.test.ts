import { createRandom } from "@qtwin/core";
import { checkFeasibility, type Model, objectiveValue } from "@qtwin/model";
import { exhaustiveOptimum } from "@qtwin/model/testing";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Progress, SolveJob, SolverResult } from "../contract.ts";
import { CoreSearch } from "./core-search.ts";
import { Exhaustion } from "./exhaustion.ts";
import { emptyPacking, fits, type Knapsack, weigh } from "./instance.ts";
import { binaryKnapsack, type ClassForm, knapsackOf, randomNumbers } from "./knapsack-models.ts";
import { Neighbourhood } from "./neighbourhood.ts";
import { readKnapsack } from "./read-knapsack.ts";
import { type Relaxation, relaxAt } from "./relaxation.ts";
import { repair } from "./repair.ts";
import solver from "./solver.ts";

interface Run {
  readonly result: SolverResult;
  readonly progress: readonly Progress[];
}

async function run(model: Model, job: Partial<SolveJob> = {}): Promise<Run> {
  const progress: Progress[] = [];
  const result = await solver.solve(
    { model, timeLimitMs: 60_000, gapLimit: 0, seed: 1, threads: 1, options: {}, ...job },
    {
      stopRequested: () => false,
      now: () => performance.now(),
      received: () => null,
      onProgress: (each) => progress.push(each),
    },
  );
  return { result, progress };
}

const shape = fc.record({
  seed: fc.nat(),
  classes: fc.integer({ min: 1, max: 3 }),
  items: fc.integer({ min: 1, max: 4 }),
  resources: fc.integer({ min: 0, max: 3 }),
});

test("small knapsacks are solved as exhaustive search solves them, in every form and both senses", async () => {
  const forms: readonly ClassForm[] = ["choices", "structures", "rows"];
  await fc.assert(
    fc.asyncProperty(shape, async ({ seed, classes, items, resources }) => {
      const numbers = randomNumbers(seed, classes, items, resources);
      const best = exhaustiveOptimum(knapsackOf(numbers, "choices"));
      for (const form of forms)
        for (const sense of ["maximize", "minimize"] as const) {
          const model = knapsackOf(numbers, form, sense);
          const { result, progress } = await run(model);
          if (best === null) {
            expect(result).toEqual({ status: "infeasible", solution: null, bound: null });
            continue;
          }
          const objective = sense === "maximize" ? best : 6 - best;
          expect(result.status).toBe("optimal");
          expect(checkFeasibility(model, result.solution!).feasible).toBe(true);
          expect(objectiveValue(model, result.solution!)).toBe(objective);
          const side = sense === "maximize" ? 1 : -1;
          for (const { bound } of progress) expect(side * (bound! - objective)).toBeGreaterThanOrEqual(0);
        }
    }),
    { numRuns: 12 },
  );
});

test("decimal values that are worth nearly the same are told apart", async () => {
  const decimal = fc.record({
    seed: fc.nat(),
    items: fc.integer({ min: 8, max: 11 }),
    scale: fc.constantFrom(10, 100),
  });
  await fc.assert(
    fc.asyncProperty(decimal, async ({ seed, items, scale }) => {
      const random = createRandom(seed);
      const row = (most: number): number[] => Array.from({ length: items }, () => 1 + random.integer(most));
      const whole = row(9);
      const weight = [row(9), row(9)];
      const capacity = weight.map((needs) => Math.floor(needs.reduce((sum, each) => sum + each, 0) / 2));
      const values = whole.map((each) => each / scale);
      const best = bestOfBinaries(whole, weight, capacity);
      const { result } = await run(binaryKnapsack(values, weight, capacity));
      const taken = Array.from(result.solution!);
      expect(result.status).toBe("optimal");
      expect(whole.reduce((sum, each, item) => sum + each * taken[item]!, 0)).toBe(best);
      // Rounding of the sum of a dozen decimals.
      expect(Math.abs(result.bound! - best / scale)).toBeLessThan(1e-12);
    }),
    { numRuns: 60, examples: [[{ seed: 0, items: 8, scale: 10 }]] },
  );
});

test("tenths that add up to 5.5 are not left at 5.4", async () => {
  const values = [0.6, 0.8, 0.7, 0.5, 0.2, 0.9, 0.4, 0.3, 0.2, 0.3, 0.7, 0.9, 0.6, 0.6];
  const weight = [
    [8, 3, 8, 5, 4, 1, 3, 5, 4, 7, 9, 3, 1, 4],
    [1, 3, 1, 2, 7, 2, 2, 6, 2, 6, 9, 9, 7, 4],
  ];
  const model = binaryKnapsack(values, weight, [32, 30]);
  const { result } = await run(model);
  expect(result.status).toBe("optimal");
  // Rounding of eight decimals.
  expect(objectiveValue(model, result.solution!)).toBeCloseTo(5.5, 12);
});

function bestOfBinaries(
  value: readonly number[],
  weight: readonly number[][],
  capacity: readonly number[],
): number {
  const sum = (numbers: readonly number[], set: number): number =>
    numbers.reduce((total, each, item) => total + ((set >> item) & 1) * each, 0);
  let best = 0;
  for (let set = 0; set < 1 << value.length; set++)
    if (weight.every((needs, resource) => sum(needs, set) <= capacity[resource]!))
      best = Math.max(best, sum(value, set));
  return best;
}

/** Every packing, by counting through the classes. */
function* packings({ classCount, start }: Knapsack): Generator<Int32Array> {
  const taken = start.slice(0, classCount);
  for (;;) {
    yield taken;
    let each = 0;
    while (each < classCount && ++taken[each]! === start[each + 1]!) taken[each] = start[each++]!;
    if (each === classCount) return;
  }
}

const whole = fc.record({
  seed: fc.nat(),
  prices: fc.array(fc.double({ min: -1, max: 3, noNaN: true }), { minLength: 2, maxLength: 2 }),
});

test("value = bound − losses − price of what is left, whatever the prices", () => {
  fc.assert(
    fc.property(whole, ({ seed, prices }) => {
      const { knapsack } = readKnapsack(knapsackOf(randomNumbers(seed, 3, 3, 2), "choices"));
      const { bound, loss, price } = relaxAt(knapsack!, Float64Array.from(prices));
      const packing = emptyPacking(knapsack!);
      for (const taken of packings(knapsack!)) {
        packing.taken.set(taken);
        weigh(knapsack!, packing);
        let value = bound;
        for (const item of taken) value -= loss[item]!;
        packing.use.forEach((use, resource) => {
          value -= price[resource]! * (knapsack!.capacity[resource]! - use);
        });
        // Rounding of a dozen sums of numbers below 100.
        expect(Math.abs(value - packing.value)).toBeLessThan(1e-9);
      }
    }),
    { numRuns: 25 },
  );
});

test("a neighbourhood of all items holds the best packing, and one that is cut short no wrong one", () => {
  fc.assert(
    fc.property(whole, fc.integer({ min: 1, max: 40 }), ({ seed, prices }, maxNodes) => {
      const { knapsack } = readKnapsack(knapsackOf(randomNumbers(seed, 4, 3, 2), "choices"));
      const relaxation = relaxAt(knapsack!, Float64Array.from(prices));
      const packing = emptyPacking(knapsack!);
      packing.taken.set(withoutLoss(knapsack!, relaxation));
      weigh(knapsack!, packing);
      if (!repair(knapsack!, relaxation, packing, 200, createRandom(seed), () => false)) return;
      const search = new Neighbourhood(knapsack!, relaxation);
      for (const limit of [maxNodes, Infinity]) {
        const before = packing.value;
        const others = Int32Array.from(knapsack!.value.keys()).filter(
          (item) => !packing.taken.includes(item),
        );
        const loss = packing.taken.reduce((sum, item) => sum + relaxation.loss[item]!, 0);
        expect(search.improve(packing, loss, others, before + 1, limit)).toBe(packing.value > before);
        const kept = { ...packing, use: packing.use.slice() };
        weigh(knapsack!, packing);
        expect(packing).toEqual(kept);
        expect(fits(knapsack!, packing)).toBe(true);
      }
      expect(packing.value).toBe(bestOf(knapsack!));
    }),
    { numRuns: 60 },
  );
});

test("a long exhaustion asks whether to stop, and is not complete then", () => {
  const { knapsack } = readKnapsack(knapsackOf(randomNumbers(1, 40, 4, 2), "choices"));
  const relaxation = relaxAt(knapsack!, Float64Array.of(1, 1));
  const packing = emptyPacking(knapsack!);
  packing.taken.set(withoutLoss(knapsack!, relaxation));
  expect(repair(knapsack!, relaxation, packing, 500, createRandom(1), () => false)).toBe(true);
  const exhaustion = new Exhaustion(knapsack!, relaxation);
  let asked = 0;
  exhaustion.run(packing, 100_000_000, () => ++asked > 2);
  expect(asked).toBe(3);
  expect(exhaustion.complete).toBe(false);
  expect(exhaustion.nodes).toBeLessThan(400_000);
});

/** The first item of each class that loses nothing. */
function withoutLoss({ classCount, start }: Knapsack, { loss }: Relaxation): Int32Array {
  return Int32Array.from({ length: classCount }, (_, each) => loss.indexOf(0, start[each]!));
}

function bestOf(knapsack: Knapsack): number {
  const packing = emptyPacking(knapsack);
  let best = -Infinity;
  for (const taken of packings(knapsack)) {
    packing.taken.set(taken);
    weigh(knapsack, packing);
    if (fits(knapsack, packing)) best = Math.max(best, packing.value);
  }
  return best;
}

test("the search keeps packings that fit, and their sums", () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const { knapsack } = readKnapsack(knapsackOf(randomNumbers(seed, 12, 4, 3), "choices"));
      const relaxation = relaxAt(knapsack!, Float64Array.of(1, 1, 1));
      const packing = emptyPacking(knapsack!);
      packing.taken.set(withoutLoss(knapsack!, relaxation));
      weigh(knapsack!, packing);
      if (!repair(knapsack!, relaxation, packing, 500, createRandom(seed), () => false)) return;
      const start = packing.value;
      const search = new CoreSearch(knapsack!, relaxation, packing, createRandom(seed));
      for (let round = 0; round < 5; round++) search.run(20_000, () => false);
      expect(search.best.value).toBeGreaterThanOrEqual(start);
      const kept = { ...search.best, use: search.best.use.slice() };
      weigh(knapsack!, search.best);
      expect(search.best).toEqual(kept);
      expect(fits(knapsack!, search.best)).toBe(true);
    }),
    { numRuns: 20 },
  );
});

test("the same seed and work give the same answer, another form too", async () => {
  const numbers = randomNumbers(5, 30, 6, 8);
  const once = await run(knapsackOf(numbers, "choices"), { workLimit: 15, seed: 3 });
  const again = await run(knapsackOf(numbers, "choices"), { workLimit: 15, seed: 3 });
  const asRows = await run(knapsackOf(numbers, "rows"), { workLimit: 15, seed: 3 });
  expect(once.result.solution).not.toBeNull();
  expect(again.result).toEqual(once.result);
  expect(asRows.result).toEqual(once.result);
});

test("what became better by a neighbourhood is still proven", async () => {
  const { result, progress } = await run(knapsackOf(randomNumbers(4, 30, 4, 6), "choices"), {
    workLimit: 1000,
  });
  expect(progress.filter(({ solution }) => solution).length).toBeGreaterThan(1);
  expect(result.status).toBe("optimal");
});
