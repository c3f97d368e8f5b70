import { checkFeasibility, objectiveValue } from "@qtwin/model";
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
import solver from "./solver.ts";

interface Outcome {
  readonly result: SolverResult;
  readonly reports: readonly Progress[];
}

async function run(spec: ShopSpec, job: Partial<SolveJob> = {}): Promise<Outcome> {
  const reports: Progress[] = [];
  const context: SolveContext = {
    stopRequested: () => false,
    now: () => 0,
    received: () => null,
    onProgress: (progress) => reports.push(progress),
  };
  const { model } = spokenShop(spec);
  const full = {
    model,
    timeLimitMs: 1e9,
    gapLimit: 0,
    seed: 1,
    workLimit: 3000,
    threads: 1,
    options: {},
    ...job,
  };
  return { result: await solver.solve(full, context), reports };
}

const kinds: readonly (readonly [string, ShopFeatures])[] = [
  ["plain", {}],
  ["setups", { setups: true }],
  ["downtimes", { downtimes: true }],
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
      { numRuns: 25 },
    );
  },
);

test("the same seed and work give the same answer, whatever others find", async () => {
  await fc.assert(
    fc.asyncProperty(anyShop({ setups: true, due: true }), fc.nat(200), async (spec, workLimit) => {
      const [one, other] = [await run(spec, { workLimit, seed: 7 }), await run(spec, { workLimit, seed: 7 })];
      expect(other).toEqual(one);
    }),
    { numRuns: 20 },
  );
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
