import { checkFeasibility, createModel, type Model, objectiveValue } from "@qtwin/model";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Progress, SolveContext, SolveJob, SolverResult } from "../contract.ts";
import {
  anyShop,
  plainWording,
  type ShopFeatures,
  type ShopSpec,
  spokenShop,
} from "../shop/testing/any-shop.ts";
import { bestSchedule } from "../shop/testing/best-schedule.ts";
import { jobShopModel } from "../testing/models.ts";
import solver from "./solver.ts";

interface Outcome {
  readonly result: SolverResult;
  readonly reports: readonly Progress[];
}

async function solveModel(
  model: Model,
  job: Partial<SolveJob> = {},
  others: Partial<SolveContext> = {},
): Promise<Outcome> {
  const reports: Progress[] = [];
  const context: SolveContext = {
    stopRequested: () => false,
    now: () => 0,
    received: () => null,
    onProgress: (progress) => reports.push(progress),
    ...others,
  };
  const full = { model, timeLimitMs: 1e9, gapLimit: 0, seed: 1, threads: 1, options: {}, ...job };
  return { result: await solver.solve(full, context), reports };
}

const run = (
  spec: ShopSpec,
  job: Partial<SolveJob> = {},
  others: Partial<SolveContext> = {},
): Promise<Outcome> => solveModel(spokenShop(spec).model, { workLimit: 3000, ...job }, others);

const kinds: readonly (readonly [string, ShopFeatures])[] = [
  ["plain", {}],
  ["setups", { setups: true }],
  ["downtimes", { downtimes: true }],
  ["setups after downtimes", { setups: true, downtimes: true, restarts: true }],
  ["due dates", { due: true }],
  ["deadlines", { deadlines: true }],
  ["setups and due dates", { setups: true, due: true }],
  ["downtimes, deadlines and due dates", { downtimes: true, due: true, deadlines: true }],
  ["jobs that do not count", { uncounted: true }],
  ["lags shorter and longer than durations", { overlap: true, transport: true, setups: true }],
  ["times from another moment", { origin: true, due: true }],
  ["columns of something else", { stray: true }],
  [
    "all of it",
    { uncounted: true, overlap: true, transport: true, origin: true, stray: true, deadlines: true },
  ],
];

test.each(kinds)(
  "tiny shops with %s are solved as trying everything does, and every report holds",
  async (_, features) => {
    await fc.assert(
      fc.asyncProperty(anyShop({ ...features, mostOperations: 4 }), async (spec) => {
        fc.pre(!features.restarts || spec.downtimes.length > 0);
        const { model } = spokenShop(spec);
        const best = bestSchedule(spec);
        const { result, reports } = await run(spec);
        if (best === null) {
          expect(result.solution).toBeNull();
          return;
        }
        expect(objectiveValue(model, result.solution!)).toBe(best);
        expect(result.bound).toBeLessThanOrEqual(best);
        for (const { objective, bound, solution } of reports) {
          expect(bound).toBeLessThanOrEqual(best);
          if (!solution) continue;
          expect(checkFeasibility(model, solution).feasible).toBe(true);
          expect(objectiveValue(model, solution)).toBe(objective);
        }
      }),
      { numRuns: features.restarts ? 100 : 25 },
    );
  },
);

test("the same seed and work give the same answer, whatever others find and the clock says", async () => {
  const wide = { setups: true, due: true };
  let ticks = 0;
  let hadNews = 0;
  await fc.assert(
    fc.asyncProperty(anyShop({ ...wide, mostOperations: 9 }), fc.nat(200), async (spec, workLimit) => {
      const { objective, bound, solution } = (await run(spec)).reports.at(-1)!;
      const news: Progress = { objective, bound, solution: solution! };
      const one = await run(spec, { workLimit, seed: 7 });
      const elsewhere = { received: () => news, now: () => ticks++ };
      const other = await run(spec, { workLimit, seed: 7 }, elsewhere);
      expect(other).toEqual(one);
      const first = one.reports.find(({ solution: own }) => own !== undefined);
      if (objective! < first!.objective!) hadNews++;
    }),
    { numRuns: 40 },
  );
  // Of something better than their first schedule.
  expect(hadNews).toBeGreaterThan(0);
});

test("without a work limit what others find is taken over", async () => {
  await fc.assert(
    fc.asyncProperty(anyShop({ setups: true, due: true }), async (spec) => {
      const { model } = spokenShop(spec);
      const best = (await run(spec)).result.solution!;
      const objective = objectiveValue(model, best);
      const news: Progress = { objective, bound: objective, solution: best };
      let asked = 0;
      const received = (): Progress | null => (asked++ === 0 ? news : null);
      const { result } = await solveModel(model, {}, { received });
      expect(result.status).toBe("optimal");
      expect(result.bound).toBeLessThanOrEqual(objective);
      expect(objectiveValue(model, result.solution!)).toBe(objective);
    }),
    { numRuns: 20 },
  );
});

test("a bound that was only heard is never said as one's own, and ends nothing once a schedule is better", async () => {
  const model = jobShopModel(20, 15, 3);
  let ticks = 0;
  let heard = Infinity;
  const reports: Progress[] = [];
  const { result } = await solveModel(
    model,
    { timeLimitMs: 1000 },
    {
      now: () => ticks++,
      onProgress: (progress) => reports.push(progress),
      received: () => {
        if (heard < Infinity) return null;
        heard = reports.at(-1)!.objective! - 0.5;
        return { objective: null, bound: heard };
      },
    },
  );
  expect(objectiveValue(model, result.solution!)).toBeLessThan(heard);
  expect(ticks).toBeGreaterThanOrEqual(1000);
  expect(result).toMatchObject({ status: "feasible", bound: reports[0]!.bound });
  expect(new Set(reports.map(({ bound }) => bound)).size).toBe(1);
});

test("a schedule is no answer where time ends before it keeps the deadlines", async () => {
  let late = 0;
  await fc.assert(
    fc.asyncProperty(anyShop({ deadlines: true, mostOperations: 8 }), async (spec) => {
      const { model } = spokenShop(spec);
      for (let end = 1; end < 8; end++) {
        let ticks = 0;
        const { result, reports } = await run(spec, { timeLimitMs: end }, { now: () => ticks++ });
        for (const { solution } of [...reports, result])
          if (solution) expect(checkFeasibility(model, solution).feasible).toBe(true);
        if (!result.solution) late++;
      }
    }),
    { numRuns: 300 },
  );
  expect(late).toBeGreaterThan(0);
});

test("deadlines outweigh many small prices together", async () => {
  const model = createModel({ name: "deadlines", sense: "minimize" });
  const meaning = (id: string) => ({ id, rule: id, sentence: `Rule ${id}.`, unit: "1" });
  const long = [5, 205, 405].map((upper, at) => ({
    start: model.continuous(`long${at}`, { upper }),
    duration: 60,
  }));
  const short = Array.from({ length: 80 }, (_, at) => {
    const start = model.continuous(`short${at}`);
    model
      .constraint({ ...meaning(`soon${at}`), pricePerUnit: 1 })
      .plus(1, start)
      .atMost(0);
    return { start, duration: 1 + (at % 3) };
  });
  model.noOverlap(meaning("machine"), [...long, ...short]);
  // Nearly the best: the shortest first, each long one as late as it may be.
  let [moment, cost, next] = [0, 0, 0];
  for (const { duration } of short.toSorted((a, b) => a.duration - b.duration)) {
    while (next < 3 && moment + duration > [5, 205, 405][next]!) {
      moment += 60;
      next++;
    }
    cost += moment;
    moment += duration;
  }
  const built = model.build();
  const { result } = await solveModel(built, { workLimit: 100_000 });
  expect(objectiveValue(built, result.solution!)).toBeLessThanOrEqual(1.05 * cost);
});

test("a warm start is kept unless something better is found", async () => {
  await fc.assert(
    fc.asyncProperty(anyShop({ downtimes: true, due: true }), async (spec) => {
      const { model } = spokenShop(spec, plainWording);
      const known = await run(spec);
      const warmStart = known.result.solution!;
      const { result } = await run(spec, { warmStart, workLimit: 0 });
      expect(objectiveValue(model, result.solution!)).toBe(objectiveValue(model, warmStart));
    }),
    { numRuns: 20 },
  );
});
