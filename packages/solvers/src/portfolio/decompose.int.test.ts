import { checkFeasibility, createModel, type Model, objectiveValue } from "@qtwin/model";
import { arbitraryModel, exhaustiveOptimum } from "@qtwin/model/testing";
import * as fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { registeredSolvers, solverById } from "../registry.ts";
import { solveWith } from "../run.ts";
import { jobShopModel, quboModel } from "../testing/models.ts";
import { closeSolverWorkers } from "../worker-pool.ts";
import { decompose } from "./decompose.ts";
import { runPortfolio } from "./portfolio.ts";
import { problemClass } from "./problem-class.ts";

afterAll(closeSolverWorkers);

const highs = solverById("highs");
const meaning = (id: string) => ({ id, rule: id, sentence: `Rule ${id}.`, unit: "1" });

/** Knapsacks that share nothing. */
function separateKnapsacks(count: number): Model {
  const model = createModel({ name: "separate", sense: "maximize" });
  const value = model.objective(meaning("value"));
  for (let part = 0; part < count; part++) {
    const row = model.constraint(meaning(`room${part}`));
    for (let item = 0; item < 8; item++) {
      const take = model.binary(`take[${part},${item}]`);
      row.plus(5 + ((item * 7 + part) % 11), take);
      value.plus(3 + ((item * 5 + part) % 13), take);
    }
    row.atMost(25);
  }
  return model.build();
}

const split = (model: Model) => decompose(model, problemClass(model, [highs]), "an-optimum");

test("a model that falls apart is solved part by part, with the sum of the bounds", async () => {
  const model = separateKnapsacks(3);
  expect(split(model).parts).toHaveLength(3);
  const { answer } = await runPortfolio(model, { gapLimit: 0 }, [highs]);
  const whole = await solveWith(highs, model, { gapLimit: 0 });
  expect(answer).toMatchObject({ status: "optimal", objective: whole.objective });
  expect(answer.bound).toBe(answer.objective);
  expect(answer.notes?.join()).toMatch(/falls apart into 3 parts/);
  expect(answer.objective).toBe(objectiveValue(model, answer.solution!));
});

test("one part without a solution leaves the whole without", async () => {
  const model = createModel({ name: "half", sense: "minimize" });
  const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => model.integer(name, { upper: 9 }));
  model.constraint(meaning("sum")).plus(2, a!).plus(3, b!).atLeast(7);
  model.constraint(meaning("odd")).plus(2, c!).plus(-2, d!).between(0.5, 1.5);
  model.objective(meaning("cost")).plus(1, a!).plus(1, b!).plus(1, c!);
  const { answer } = await runPortfolio(model.build(), {}, [highs]);
  expect(answer).toMatchObject({ status: "infeasible", solution: null });
});

test("models with a structure that a solver knows stay whole", () => {
  const shop = jobShopModel(3, 2, 1);
  expect(decompose(shop, problemClass(shop, registeredSolvers), "an-optimum").parts).toHaveLength(1);
});

test("what roof duality knows of a QUBO is not searched", () => {
  const model = createModel({ name: "easy", sense: "minimize" });
  const [x, y, z] = ["x", "y", "z"].map((name) => model.binary(name));
  model.objective(meaning("cost")).plus(-5, x!).plus(1, y!).product(1, x!, y!).product(-2, y!, z!);
  const { parts } = split(model.build());
  expect(parts.reduce((sum, { columns }) => sum + columns.length, 0)).toBeLessThan(3);
  expect(split(quboModel(20, 0.5, 1)).parts).toHaveLength(1);
});

test("solving what is left keeps the optimum", async () => {
  const shape = { enumerable: true, whole: true, maxVariables: 5, maxConstraints: 3 };
  await fc.assert(
    fc.asyncProperty(arbitraryModel(shape), async (model) => {
      const best = exhaustiveOptimum(model);
      const { answer } = await runPortfolio(model, { gapLimit: 0, timeLimitMs: 20_000 }, [highs]);
      if (best === null) expect(answer.solution).toBeNull();
      else expect(answer.objective).toBeCloseTo(best, 6);
      if (answer.solution) expect(checkFeasibility(model, answer.solution).feasible).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test.each([-5000, 5000])(
  "a constant of %d that stands alone counts in objective and bound",
  async (fixed) => {
    const model = createModel({ name: "with a constant", sense: "minimize" });
    const cost = model.objective(meaning("cost"));
    cost.plus(fixed, model.integer("fixed", { lower: 1, upper: 1 }));
    for (const part of [0, 1]) {
      const columns = Array.from({ length: 12 }, (_, item) => model.binary(`x[${part},${item}]`));
      columns.forEach((column, item) => {
        cost.plus(3 + ((item * 5 + part) % 7), column);
        model
          .constraint(meaning(`cover[${part},${item}]`))
          .plus(1, column)
          .plus(1, columns[(item + 5) % 12]!)
          .atLeast(1);
      });
    }
    const built = model.build();
    const { answer } = await runPortfolio(built, { gapLimit: 0 }, [highs]);
    const whole = await solveWith(highs, built, { gapLimit: 0 });
    expect(answer).toMatchObject({ status: "optimal", objective: whole.objective, bound: whole.objective });
  },
);
