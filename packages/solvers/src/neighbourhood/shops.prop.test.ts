import { checkFeasibility, createModel, type Model, objectiveValue } from "@qtwin/model";
import { exhaustiveOptimum } from "@qtwin/model/testing";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { SolverResult } from "../contract.ts";
import { anyShop, spokenShop } from "../shop/testing/any-shop.ts";
import { bestSchedule } from "../shop/testing/best-schedule.ts";
import solver from "./solver.ts";

const meaning = (id: string) => ({ id, rule: "rule", sentence: `Rule ${id}.`, unit: "1" });
const options = Object.fromEntries(
  Object.entries(solver.options).map(([name, each]) => [name, each.default]),
);

const run = (model: Model, workLimit: number): Promise<SolverResult> =>
  solver.solve(
    { model, timeLimitMs: 60_000, gapLimit: 0, seed: 1, threads: 1, options, workLimit },
    { now: () => performance.now(), stopRequested: () => false, received: () => null, onProgress: () => {} },
  );

/** Neither beyond the optimum nor on the wrong side of it. @returns whether the bound proves the solution */
function expectTrue(model: Model, { solution, bound, status }: SolverResult, best: number | null): boolean {
  if (best === null) {
    expect(solution).toBeNull();
    expect(["time-limit", "infeasible"]).toContain(status);
    return false;
  }
  const worse = model.sense === "minimize" ? 1 : -1;
  // Rounding of HiGHS, on objectives below 1000.
  if (bound !== null) expect(worse * (bound - best)).toBeLessThanOrEqual(1e-6);
  if (!solution) return false;
  expect(checkFeasibility(model, solution).feasible).toBe(true);
  expect(worse * (objectiveValue(model, solution) - best)).toBeGreaterThanOrEqual(0);
  return bound !== null && Math.abs(objectiveValue(model, solution) - bound) <= 1e-6;
}

test("an activity moves to the other side of a downtime", async () => {
  const model = createModel({ name: "downtime", sense: "minimize" });
  const [end, a, b] = ["end", "a", "b"].map((name) => model.integer(name, { upper: 40 })) as [
    number,
    number,
    number,
  ];
  const down = model.integer("down", { lower: 4, upper: 4 });
  model.precedence(meaning("a"), a, end, 3);
  model.precedence(meaning("b"), b, end, 4);
  const durations = [3, 4, 2];
  model.noOverlap(
    meaning("machine"),
    [a, b, down].map((start, at) => ({ start, duration: durations[at]! })),
  );
  model.objective(meaning("makespan")).plus(1, end);
  const built = model.build();
  const { solution, bound } = await run(built, 10);
  // b [0,4), downtime [4,6), a [6,9); the other way round it is 10.
  expect(objectiveValue(built, solution!)).toBe(9);
  expect(bound).toBe(9);
});

test("small shops with setups, downtimes, due dates and deadlines are never said to be better than they are", async () => {
  let proofs = 0;
  const shops = fc
    .constantFrom(true, false)
    .chain((setups) =>
      anyShop({ setups, downtimes: true, due: true, deadlines: !setups, mostOperations: 4 }),
    );
  await fc.assert(
    fc.asyncProperty(shops, fc.constantFrom(0, 1, 2), async (spec, style) => {
      const { model } = spokenShop(spec, { prefix: "", shuffle: () => 0, style: style as 0 | 1 | 2 });
      if (expectTrue(model, await run(model, 3), bestSchedule(spec))) proofs++;
    }),
    { numRuns: 25 },
  );
  expect(proofs).toBeGreaterThan(10);
});

interface Plan {
  readonly sense: "minimize" | "maximize";
  /** Activities of one resource: a fixed one has its start, an optional one need not happen. */
  readonly activities: readonly {
    readonly duration: number;
    readonly demand: number;
    readonly fixedAt: number;
    readonly kind: "open" | "fixed" | "optional";
    readonly weight: number;
  }[];
  readonly resource: "no-overlap" | "cumulative" | "both";
  readonly setup: readonly (readonly number[])[] | null;
}

const small = (max: number) => fc.integer({ min: 0, max });
const plans: fc.Arbitrary<Plan> = fc.record({
  sense: fc.constantFrom("minimize" as const, "maximize" as const),
  activities: fc.array(
    fc.record({
      duration: fc.integer({ min: 1, max: 3 }),
      demand: fc.integer({ min: 1, max: 2 }),
      fixedAt: small(5),
      kind: fc.constantFrom("open" as const, "open" as const, "fixed" as const, "optional" as const),
      weight: fc.integer({ min: -3, max: 3 }),
    }),
    { minLength: 2, maxLength: 4 },
  ),
  resource: fc.constantFrom("no-overlap" as const, "cumulative" as const, "both" as const),
  setup: fc.option(
    fc.array(fc.array(small(2), { minLength: 4, maxLength: 4 }), { minLength: 4, maxLength: 4 }),
  ),
});

/** Starts 0 … 6 at a weight each; an activity that does not happen costs 4. */
function planned({ sense, activities, resource, setup }: Plan): Model {
  const model = createModel({ name: "plan", sense });
  const cost = model.objective(meaning("cost"));
  const intervals = activities.map(({ kind, fixedAt, duration, demand, weight }, at) => {
    const bounds = kind === "fixed" ? { lower: fixedAt, upper: fixedAt } : { upper: 6 };
    const start = model.integer(`start[${at}]`, bounds);
    cost.plus(weight, start);
    if (kind !== "optional") return { start, duration, demand };
    const present = model.binary(`on[${at}]`);
    cost.plus(sense === "minimize" ? -4 : 4, present);
    return { start, duration, demand, present };
  });
  const times = intervals.map((_, i) => intervals.map((_, j) => setup?.[i]?.[j] ?? 0));
  if (resource !== "cumulative") model.noOverlap(meaning("machine"), intervals, ...(setup ? [times] : []));
  if (resource !== "no-overlap") model.cumulative(meaning("power"), intervals, 3);
  return model.build();
}

test("activities on machines and in cumulatives, fixed and optional ones among them, agree with exhaustive search", async () => {
  let proofs = 0;
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      const model = planned(plan);
      if (expectTrue(model, await run(model, 3), exhaustiveOptimum(model))) proofs++;
    }),
    { numRuns: 40 },
  );
  expect(proofs).toBeGreaterThan(10);
});
