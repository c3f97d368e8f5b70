import { createRandom } from "@qtwin/core";
import { objectiveValue, type Qubo, quboEnergy, quboModel } from "@qtwin/model";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Progress, SolveContext, SolveJob } from "../contract.ts";
import { descend, randomBits } from "./descent.ts";
import { PartSearch } from "./part-search.ts";
import { partEnergy, partsOf } from "./parts.ts";
import solver from "./solver.ts";

/** Thirds: sums of some dozens differ by less than this. */
const tolerance = 1e-9;

/** Random QUBOs: chains, sparse and dense ones; whole biases, thirds, or very different sizes. */
const qubos = (most: number): fc.Arbitrary<Qubo> =>
  fc
    .record({
      count: fc.integer({ min: 1, max: most }),
      seed: fc.nat(1_000_000),
      density: fc.constantFrom(0.1, 0.4, 1),
      scale: fc.constantFrom(1, 1, 1 / 3, 1e4),
      offset: fc.integer({ min: -5, max: 5 }),
    })
    .map(({ count, seed, density, scale, offset }) => {
      const random = createRandom(seed);
      const bias = (): number => (random.integer(21) - 10) * scale;
      const [start, column, value] = [[0], [] as number[], [] as number[]];
      for (let left = 0; left < count; left++) {
        for (let right = left + 1; right < count; right++) {
          const product = bias();
          if (random.next() > density || product === 0) continue;
          column.push(right);
          value.push(product);
        }
        start.push(column.length);
      }
      return {
        count,
        offset,
        linear: Float64Array.from({ length: count }, bias),
        start: Int32Array.from(start),
        column: Int32Array.from(column),
        value: Float64Array.from(value),
      };
    });

const pointsOf = (count: number): Int8Array[] =>
  Array.from({ length: 2 ** count }, (_, basis) =>
    Int8Array.from({ length: count }, (__, bit) => (basis >> bit) & 1),
  );

const leastEnergy = (qubo: Qubo): number =>
  pointsOf(qubo.count).reduce((least, bits) => Math.min(least, quboEnergy(qubo, bits)), Infinity);

const jobOf = (qubo: Qubo, more: Partial<SolveJob> = {}): SolveJob => ({
  model: quboModel(qubo),
  timeLimitMs: 1e5,
  gapLimit: 0,
  seed: 1,
  threads: 1,
  options: {},
  ...more,
});

function contextOf(reports: Progress[] = []): SolveContext {
  let ticks = 0;
  return {
    stopRequested: () => false,
    now: () => ticks++,
    onProgress: (progress) => reports.push(progress),
    received: () => null,
  };
}

test("the answer is that of exhaustive search, proven, and every report is true", async () => {
  await fc.assert(
    fc.asyncProperty(qubos(11), async (qubo) => {
      const least = leastEnergy(qubo);
      const reports: Progress[] = [];
      const job = jobOf(qubo);
      const result = await solver.solve(job, contextOf(reports));
      expect(result.status).toBe("optimal");
      expect(Math.abs(objectiveValue(job.model, result.solution!) - least)).toBeLessThan(tolerance * 1e4);
      expect(result.bound).toBeCloseTo(least, 6);
      for (const { objective, bound, solution } of reports) {
        if (solution) expect(objectiveValue(job.model, solution)).toBeCloseTo(objective!, 6);
        expect(bound ?? -Infinity).toBeLessThanOrEqual(least + tolerance * 1e4);
      }
    }),
    { numRuns: 60 },
  );
});

test("branch and bound ends at the least energy of each part, and its bound is below it at every node", () => {
  const seen = { branched: 0, parts: 0 };
  fc.assert(
    fc.property(qubos(13), (qubo) => {
      const isWhole = [...qubo.linear, ...qubo.value].every(Number.isInteger);
      let sum = qubo.offset;
      const parts = partsOf(qubo);
      if (parts.length > 1) seen.parts++;
      for (const part of parts) {
        const count = part.linear.length;
        const least = Math.min(...pointsOf(count).map((bits) => partEnergy(part, bits)));
        const search = new PartSearch(part, isWhole ? 1 : 0, new Int8Array(count));
        let bound = -Infinity;
        for (let nodes = 0; !search.isDone; nodes++) {
          expect(nodes).toBeLessThan(2 ** (count + 1));
          expect(search.bound).toBeLessThanOrEqual(least + tolerance);
          expect(search.bound).toBeGreaterThanOrEqual(bound - tolerance);
          bound = search.bound;
          search.step(1);
          if (nodes > 2) seen.branched++;
        }
        expect(search.upper).toBeCloseTo(least, 6);
        expect(partEnergy(part, search.best)).toBe(search.upper);
        sum += search.upper;
      }
      if (qubo.count <= 10) expect(sum).toBeCloseTo(leastEnergy(qubo), 6);
    }),
    { numRuns: 120 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(5);
});

test("a descent ends where no flip gains", () => {
  fc.assert(
    fc.property(qubos(12), fc.nat(1000), (qubo, seed) => {
      for (const part of partsOf(qubo)) {
        const bits = randomBits(part.linear.length, createRandom(seed));
        const before = partEnergy(part, bits);
        descend(part, bits);
        const after = partEnergy(part, bits);
        expect(after).toBeLessThanOrEqual(before + tolerance);
        bits.forEach((bit, i) => {
          expect(partEnergy(part, bits.with(i, bit === 1 ? 0 : 1))).toBeGreaterThan(after - tolerance * 1e4);
        });
      }
    }),
  );
});

/** Blocks of so many variables, each coupled with the next ones of its block. */
function blocksOf(next: number, ...sizes: readonly number[]): Qubo {
  const random = createRandom(1);
  const bias = (): number => random.integer(21) - 10 || 1;
  const [start, column]: [number[], number[]] = [[0], []];
  let end = 0;
  for (const size of sizes) {
    end += size;
    for (let left = end - size; left < end; left++) {
      for (let right = left + 1; right < Math.min(end, left + 1 + next); right++) column.push(right);
      start.push(column.length);
    }
  }
  return {
    count: end,
    offset: 0,
    linear: Float64Array.from({ length: end }, bias),
    start: Int32Array.from(start),
    column: Int32Array.from(column),
    value: Float64Array.from(column, bias),
  };
}

test("nothing is enumerated that does not end in time, with a work limit too", async () => {
  const job = jobOf(blocksOf(24, 24), { workLimit: 1 });
  const context = { ...contextOf(), now: () => 0 };
  expect((await solver.solve(job, context)).status).toBe("optimal");
  // 2^24 points take 125 ms.
  expect((await solver.solve({ ...job, timeLimitMs: 50 }, context)).status).toBe("feasible");
});

test("time counts from the start, reading the model included", async () => {
  const job = jobOf(blocksOf(12, 12), { timeLimitMs: 1000 });
  let nowMs = 0;
  const context = { ...contextOf(), now: () => nowMs };
  expect((await solver.solve(job, context)).status).toBe("optimal");
  const slow = new Proxy(job.model, {
    get: (target, key) => {
      if (key === "objective") nowMs = 2000;
      return Reflect.get(target, key);
    },
  });
  expect((await solver.solve({ ...job, model: slow }, context)).status).toBe("feasible");
});

test("a part that is too large to branch on keeps no smaller one waiting", async () => {
  const reports: Progress[] = [];
  const { bound } = await solver.solve(jobOf(blocksOf(11, 2001, 20), { workLimit: 20 }), contextOf(reports));
  expect(bound).toBeGreaterThan(reports[1]!.bound!);
});

test("stopped anywhere, the bound holds; same seed and work, same answer; a warm start is the least one gets", async () => {
  const qubo = fc
    .sample(qubos(44), { seed: 12, numRuns: 400 })
    .find(({ count, column }) => count > 42 && column.length > 300)!;
  const optimum = await solver.solve(jobOf(qubo, { timeLimitMs: 1e6 }), contextOf());
  expect(optimum.status).toBe("optimal");
  for (const workLimit of [0, 1, 50, 300]) {
    const job = jobOf(qubo, { workLimit });
    const [first, second] = [await solver.solve(job, contextOf()), await solver.solve(job, contextOf())];
    expect(second).toEqual(first);
    expect(first.bound).toBeLessThanOrEqual(optimum.bound! + tolerance);
    expect(objectiveValue(job.model, first.solution!)).toBeGreaterThanOrEqual(optimum.bound! - tolerance);
  }
  const warm = await solver.solve(jobOf(qubo, { workLimit: 0, warmStart: optimum.solution! }), contextOf());
  expect(quboEnergy(qubo, warm.solution!)).toBe(quboEnergy(qubo, optimum.solution!));
});
