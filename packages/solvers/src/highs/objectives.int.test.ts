import { createModel, lexicographic, type Model, paretoFront, weighted } from "@qtwin/model";
import { answerExhaustively, arbitraryModel } from "@qtwin/model/testing";
import * as fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { solve } from "../run.ts";
import { closeSolverWorkers } from "../worker-pool.ts";

afterAll(closeSolverWorkers);

const solveOne = (model: Model) => solve(model, { gapLimit: 0, timeLimitMs: 20_000 });

const models = arbitraryModel({
  enumerable: true,
  whole: true,
  weights: true,
  priorities: true,
  maxVariables: 4,
  maxConstraints: 3,
});

test("stages by HiGHS reach what stages by trying everything reach", async () => {
  await fc.assert(
    fc.asyncProperty(models, async (model) => {
      const [wanted, found] = [
        await lexicographic(model, answerExhaustively),
        await lexicographic(model, solveOne),
      ];
      expect(found.answer.status).toBe(wanted.answer.status);
      expect(found.stages.length).toBe(wanted.stages.length);
      found.stages.forEach(({ value }, stage) => {
        if (value !== null) expect(value).toBeCloseTo(wanted.stages[stage]!.value!, 5);
      });
    }),
    { numRuns: 40 },
  );
}, 120_000);

const said = (id: string, unit: string): { id: string; rule: string; sentence: string; unit: string } => ({
  id,
  rule: id,
  sentence: `About ${id}.`,
  unit,
});

/** Ten loads go to the grid or to a generator: cost, emissions and how many starts; prices known in three scenarios. */
function supply(): Model {
  const model = createModel({ name: "supply", sense: "minimize" });
  model.scenarios(["cheap", "usual", "dear"], [1, 2, 1]);
  const price = model.parameter({ id: "price", unit: "EUR/MWh", values: [20, 40, 120] });
  const cost = model.objective({ ...said("cost", "EUR"), risk: { measure: "cvar", alpha: 0.5 } });
  const emissions = model.objective(said("emissions", "t"));
  const generated = model.constraint({ ...said("quiet", "1"), pricePerUnit: 15 });
  for (let load = 0; load < 10; load++) {
    const own = model.binary(`own[${load}]`);
    const grid = model.binary(`grid[${load}]`);
    model
      .constraint(said(`served[${load}]`, "1"))
      .plus(1, own)
      .plus(1, grid)
      .equals(1);
    cost.plus(60 + 5 * load, own).plus(price, grid);
    emissions.plus(3 + (load % 4), own).plus(1, grid);
    generated.plus(1, own);
  }
  generated.atMost(4);
  return model.build();
}

test("a front over a risk, with a wish, is traded off point by point", async () => {
  const { points, solved } = await paretoFront(supply(), solveOne, {
    termIds: ["cost", "emissions"],
    points: 6,
  });
  expect(points.length).toBeGreaterThanOrEqual(4);
  expect(solved).toBeLessThanOrEqual(4 + 6);
  for (const [index, { values, limits, status }] of points.entries()) {
    expect(status).toBe("optimal");
    expect(values[1]).toBeLessThanOrEqual(limits[0]! + 1e-6);
    if (index > 0) expect(values[1]).toBeLessThan(points[index - 1]!.values[1]!);
  }
  const alone = await solveOne(weighted(supply(), { emissions: 0 }));
  expect(points[0]!.bound).toBeLessThanOrEqual(alone.objective! + 1e-6);
  expect(points[0]!.bound).toBeGreaterThan(alone.objective! - 1);
});
