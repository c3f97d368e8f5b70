import { checkFeasibility, objectiveValue } from "@qtwin/model";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { SolveContext } from "../contract.ts";
import { flexibleShopModel, jobShopModel } from "../testing/models.ts";
import { createJobShop } from "./job-shop.ts";
import solver from "./solver.ts";
import { exhaustiveMakespan } from "./testing/arbitrary-shop.ts";
import { modelOf } from "./testing/model-of.ts";
import { run } from "./testing/run.ts";

const operation = fc.record({
  machine: fc.integer({ min: 0, max: 2 }),
  duration: fc.integer({ min: 1, max: 9 }),
  wait: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 5 })),
  release: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 20 })),
});
const jobs = fc.array(fc.array(operation, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 });
const forms = fc.record({ unusual: fc.boolean(), shuffle: fc.integer() });

const silent = { stopRequested: () => false, onProgress: () => undefined };

const costOf = (makespan: number, unusual: boolean): number => (unusual ? 3 - makespan / 2 : makespan);

test("small shops, in whatever form, are solved to the optimum of exhaustive search", async () => {
  await fc.assert(
    fc.asyncProperty(jobs, forms, async (shop, form) => {
      const model = modelOf(shop, form);
      expect(solver.accepts.recognise?.(model)).toEqual([]);
      const specs = shop.map((own) =>
        own.flatMap(({ machine, duration, wait, release }, step) => [
          { machine, duration, release },
          ...(step + 1 < own.length ? [{ machine: -1, duration: wait }] : []),
        ]),
      );
      const best = costOf(exhaustiveMakespan(createJobShop(specs)), form.unusual);
      const { solution, bound, seen } = await run(model);
      expect(checkFeasibility(model, solution!).feasible).toBe(true);
      expect(objectiveValue(model, solution!)).toBeCloseTo(best, 9);
      expect((best - bound!) * (form.unusual ? -1 : 1)).toBeGreaterThanOrEqual(-1e-9);
      for (const progress of seen) {
        if (!progress.solution) continue;
        expect(checkFeasibility(model, progress.solution).feasible).toBe(true);
        expect(objectiveValue(model, progress.solution)).toBeCloseTo(progress.objective!, 9);
      }
    }),
    { numRuns: 60 },
  );
});

test("names and the order of variables change nothing that counts", async () => {
  await fc.assert(
    fc.asyncProperty(jobs, fc.integer(), fc.integer(), async (shop, one, other) => {
      const objectiveOf = async (shuffle: number): Promise<number> => {
        const model = modelOf(shop, { unusual: false, shuffle });
        return objectiveValue(model, (await run(model)).solution!);
      };
      expect(await objectiveOf(one)).toBe(await objectiveOf(other));
    }),
    { numRuns: 20 },
  );
});

test("the same seed and work limit give the same answer, another seed another way", async () => {
  const model = jobShopModel(10, 6, 3);
  const [first, again, other] = [
    await run(model, { seed: 7, workLimit: 500 }),
    await run(model, { seed: 7, workLimit: 500 }),
    await run(model, { seed: 8, workLimit: 500 }),
  ];
  expect(again.solution).toEqual(first.solution);
  expect(other.solution).not.toEqual(first.solution);
});

test("a warm start is kept, or read as priorities where it is infeasible", async () => {
  const model = jobShopModel(10, 6, 3);
  const good = await run(model, { workLimit: 3000 });
  const best = objectiveValue(model, good.solution!);
  expect(best).toBeLessThan(objectiveValue(model, (await run(model, { workLimit: 0 })).solution!));
  const broken = good.solution!.map((value) => value / 2);
  for (const warmStart of [good.solution!, broken]) {
    const answer = await run(model, { workLimit: 0, warmStart });
    expect(objectiveValue(model, answer.solution!)).toBeLessThanOrEqual(best);
  }
});

test("a schedule and a bound of another solver are taken over at once", async () => {
  const model = jobShopModel(20, 10, 3);
  const good = await run(model, { workLimit: 4000 });
  const objective = objectiveValue(model, good.solution!);
  let calls = 0;
  const context: SolveContext = {
    stopRequested: () => false,
    now: () => 0,
    received: () => (calls++ === 0 ? { objective, bound: objective, solution: good.solution! } : null),
    onProgress: () => undefined,
  };
  const job = { model, timeLimitMs: 1e6, gapLimit: 0, seed: 2, threads: 1, options: {} };
  const answer = await solver.solve(job, context);
  expect(answer.status).toBe("optimal");
  expect(answer.bound).toBeLessThan(objective);
  expect(objectiveValue(model, answer.solution!)).toBe(objective);
  expect(calls).toBe(1);
});

test("a bound that was only heard is never said as one's own, and ends nothing once a schedule is better", async () => {
  const model = jobShopModel(20, 15, 3);
  const best = objectiveValue(model, (await run(model, { workLimit: 2000 })).solution!);
  let [ticks, calls] = [0, 0];
  const bounds: (number | null)[] = [];
  const context: SolveContext = {
    stopRequested: () => false,
    now: () => ticks++,
    received: () => (calls++ === 0 ? { objective: null, bound: 1.02 * best } : null),
    onProgress: ({ bound }) => void bounds.push(bound),
  };
  const job = { model, timeLimitMs: 1000, gapLimit: 0, seed: 1, threads: 1, options: {} };
  const answer = await solver.solve(job, context);
  expect(objectiveValue(model, answer.solution!)).toBeLessThan(1.02 * best);
  expect(answer.status).toBe("feasible");
  expect(ticks).toBeGreaterThan(1000);
  for (const bound of [...bounds, answer.bound]) expect(bound).toBeLessThan(best);
});

test("a heard bound above the limit of the makespan is no proof that there is no schedule", async () => {
  const free = jobShopModel(10, 6, 3);
  const best = objectiveValue(free, (await run(free, { workLimit: 3000 })).solution!);
  const model = { ...free, variables: { ...free.variables, upper: free.variables.upper.with(0, best) } };
  let calls = 0;
  const received = () => (calls++ === 0 ? { objective: null, bound: best + 1 } : null);
  const context: SolveContext = { ...silent, now: () => calls, received };
  const answer = await solver.solve(
    { model, timeLimitMs: 2, gapLimit: 0, seed: 1, threads: 1, options: {} },
    context,
  );
  expect(answer).toMatchObject({ status: "time-limit", solution: null });
});

test("choices of machines are refused, with the reason", () => {
  expect(solver.accepts.recognise?.(flexibleShopModel(3, 3, 1)).join()).toMatch(/choose/);
});
