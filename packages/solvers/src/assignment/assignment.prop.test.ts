import { createRandom } from "@qtwin/core";
import { assignmentCost, openAssignment } from "@qtwin/kernel";
import { checkFeasibility, createModel, type Model, objectiveValue } from "@qtwin/model";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Progress, SolveContext, SolveJob } from "../contract.ts";
import { pairCosts } from "./pair-costs.ts";
import { PairSearch } from "./pair-search.ts";
import { Population } from "./population.ts";
import { hasFactors, readAssignment, valuesOf } from "./problem.ts";
import solver from "./solver.ts";
import { arbitraryCosts, assignmentModel, permutations, sayings } from "./testing/assignment-models.ts";

/** Tenths: sums of a few hundred products differ by less than this. */
const tolerance = 1e-9;

const jobOf = (model: Model, more: Partial<SolveJob> = {}): SolveJob => ({
  model,
  timeLimitMs: 2000,
  gapLimit: 0,
  seed: 1,
  threads: 1,
  options: {},
  ...more,
});

function contextOf(reports: Progress[] = [], received: () => Progress | null = () => null): SolveContext {
  let ticks = 0;
  const now = (): number => ticks++;
  return { stopRequested: () => false, now, onProgress: (progress) => reports.push(progress), received };
}

const best = (model: Model, values: readonly number[]): number =>
  model.sense === "minimize" ? Math.min(...values) : Math.max(...values);

/** What each permutation of the facilities costs, on the model itself. */
function allObjectives(model: Model): number[] {
  const problem = readAssignment(model);
  if ("reasons" in problem) throw new Error(problem.reasons.join());
  return permutations(problem.layout.places).map((place) => objectiveValue(model, valuesOf(problem, place)));
}

const senses = fc.constantFrom("minimize", "maximize" as const);

test("however it is said, the optimum is found and proven, and every report is true", async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryCosts(5),
      fc.constantFrom(...sayings),
      senses,
      fc.nat(1000),
      async (cost, saying, sense, seed) => {
        const model = assignmentModel(cost, saying, sense, seed);
        expect(solver.accepts.recognise?.(model)).toEqual([]);
        const optimum = best(model, allObjectives(model));
        const reports: Progress[] = [];
        const result = await solver.solve(jobOf(model, { seed }), contextOf(reports));
        expect(result.status).toBe("optimal");
        expect(checkFeasibility(model, result.solution!).feasible).toBe(true);
        expect(Math.abs(objectiveValue(model, result.solution!) - optimum)).toBeLessThan(tolerance);
        expect(Math.abs(result.bound! - optimum)).toBeLessThan(tolerance);
        const toWorse = sense === "minimize" ? 1 : -1;
        for (const { objective, bound, solution } of reports) {
          if (solution)
            expect(Math.abs(objectiveValue(model, solution) - objective!)).toBeLessThan(tolerance);
          if (bound !== null) expect((optimum - bound) * toWorse).toBeGreaterThan(-tolerance);
        }
      },
    ),
    { numRuns: 60 },
  );
}, 30_000);

/** Every product of two facilities at two places has a number of its own. */
function pairModel(size: number, seed: number): Model {
  const random = createRandom(seed);
  const model = createModel({ name: "pairs", sense: "minimize" });
  const labels = Array.from({ length: size }, (_, k) => `${k}`);
  const choices = labels.map((label) => model.choice(label, labels));
  const meaning = { id: "places", rule: "places", sentence: "All places.", unit: "1" };
  model.permutation(meaning, choices);
  const sum = model.objective({ ...meaning, id: "cost" });
  const columns = choices.flatMap((choice) => labels.map((label) => choice.option(label)));
  columns.forEach((left, at) => {
    for (const right of columns.slice(0, at)) sum.product(random.integer(9) - 2, left, right);
  });
  return model.build();
}

test("costs without factors go pair by pair", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 3, max: 5 }), fc.nat(10_000), async (size, seed) => {
      const model = pairModel(size, seed);
      const problem = readAssignment(model);
      expect("cost" in problem && hasFactors(problem.cost)).toBe(false);
      const result = await solver.solve(jobOf(model, { workLimit: 300 }), contextOf());
      expect(result).toMatchObject({ status: "feasible", bound: null });
      expect(objectiveValue(model, result.solution!)).toBe(Math.min(...allObjectives(model)));
    }),
    { numRuns: 30 },
  );
});

test("pair by pair, costs and changes are fresh ones after any exchanges", () => {
  fc.assert(
    fc.property(
      arbitraryCosts(7),
      fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { maxLength: 8 }),
      (cost, moves) => {
        const { size, linear } = cost;
        const model = assignmentModel(cost, "permutation", "minimize", 1);
        const problem = readAssignment(model);
        if ("reasons" in problem) throw new Error(problem.reasons.join());
        const factors = problem.cost;
        if (!hasFactors(factors)) return;
        const none = {
          start: Int32Array.of(0, 0),
          left: new Int32Array(),
          right: new Int32Array(),
          value: new Float64Array(),
        };
        const table = pairCosts(size, linear, none, 1);
        for (let a = 0; a < size ** 4; a++) {
          const [i, k] = [Math.floor(a / size ** 3), Math.floor(a / size ** 2) % size];
          const [j, l] = [Math.floor(a / size) % size, a % size];
          if (i === j || k === l) continue;
          table.pair[a] =
            cost.flow[i * size + j]! * cost.distance[k * size + l]! +
            cost.flow[j * size + i]! * cost.distance[l * size + k]!;
        }
        const search = new PairSearch(table);
        const place = Int32Array.from({ length: size }, (_, i) => i);
        search.start(place, 1);
        expect(search.bestCost).toBeCloseTo(assignmentCost(cost, place), 9);
        for (const [first, second] of moves) {
          const [i, j] = [first % size, second % size];
          if (i === j) continue;
          const before = assignmentCost(cost, place);
          const delta = search.delta(i, j);
          search.exchange(i, j);
          [place[i], place[j]] = [place[j]!, place[i]!];
          expect(delta).toBeCloseTo(assignmentCost(cost, place) - before, 9);
        }
      },
    ),
  );
});

test("the same seed and work give the same answer, in slices of any size and whatever others found", async () => {
  const cost = { ...fc.sample(arbitraryCosts(9), { seed: 5, numRuns: 40 }).find(({ size }) => size === 9)! };
  const answers = await Promise.all(
    [7, 100, 1000].map(async (slice) => {
      const options = { members: 4, searchLength: 130 };
      const population = new Population(9, await openAssignment(cost), createRandom(3), options);
      for (let done = 0; done < 7000; done += slice) population.run(Math.min(slice, 7000 - done));
      return [population.bestCost, population.best];
    }),
  );
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
  const model = pairModel(9, 4);
  const known = (await solver.solve(jobOf(model, { workLimit: 20_000 }), contextOf())).solution!;
  const job = jobOf(model, { workLimit: 60, seed: 5 });
  const alone = await solver.solve(job, contextOf());
  const helped = await solver.solve(
    job,
    contextOf([], () => ({ objective: 0, bound: null, solution: known })),
  );
  expect(helped).toEqual(alone);
});

test("what others found is taken over, and a warm start is the least one gets", async () => {
  const model = pairModel(9, 8);
  const known = (await solver.solve(jobOf(model, { workLimit: 50_000 }), contextOf())).solution!;
  const warm = await solver.solve(jobOf(model, { workLimit: 0, warmStart: known }), contextOf());
  expect(warm.solution).toEqual(known);
  const shared = contextOf([], () => ({ objective: 0, bound: null, solution: known }));
  const helped = await solver.solve(jobOf(model, { timeLimitMs: 12 }), shared);
  expect(objectiveValue(model, helped.solution!)).toBeLessThanOrEqual(objectiveValue(model, known));
  const broken = await solver.solve(
    jobOf(model, { workLimit: 0, warmStart: new Float64Array(81).fill(1) }),
    contextOf(),
  );
  expect(checkFeasibility(model, broken.solution!).feasible).toBe(true);
});
