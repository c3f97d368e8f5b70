import { createModel, deterministicEquivalent, type Model, type Risk, scenarioSolution } from "@qtwin/model";
import {
  allPoints,
  arbitraryModel,
  holdsPlainly,
  objectivePlainly,
  type ScenarioPoints,
} from "@qtwin/model/testing";
import * as fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { solve } from "../run.ts";
import { closeSolverWorkers } from "../worker-pool.ts";

afterAll(closeSolverWorkers);

const exactly = { gapLimit: 0, timeLimitMs: 20_000 };

const uncertain = arbitraryModel({
  enumerable: true,
  whole: true,
  soft: true,
  uncertainty: true,
  weights: true,
  maxVariables: 2,
  maxConstraints: 2,
}).filter(({ uncertainty }) => uncertainty !== null);

/** All plans: one point a scenario, the same where nothing is decided later. */
function* plans(model: Model, points: ScenarioPoints = []): Generator<ScenarioPoints> {
  if (points.length === model.uncertainty!.scenarios.length) {
    yield points;
    return;
  }
  const { recourse } = model.variables;
  for (const point of allPoints(model))
    if (points.length === 0 || point.every((value, at) => recourse[at] === 1 || value === points[0]![at]))
      yield* plans(model, [...points, point]);
}

test("the deterministic equivalent has the optimum of the definition, risks and chances included", async () => {
  await fc.assert(
    fc.asyncProperty(uncertain, async (model) => {
      const worse = model.sense === "minimize" ? 1 : -1;
      let best = Number.POSITIVE_INFINITY;
      for (const plan of plans(model))
        if (holdsPlainly(model, plan)) best = Math.min(best, worse * objectivePlainly(model, plan));
      const { status, objective } = await solve(model, exactly);
      expect(status).toBe(best === Number.POSITIVE_INFINITY ? "infeasible" : "optimal");
      if (objective !== null) expect(objective).toBeCloseTo(worse * best, 5);
    }),
    { numRuns: 60 },
  );
}, 120_000);

const said = (id: string, unit: string): { id: string; rule: string; sentence: string; unit: string } => ({
  id,
  rule: id,
  sentence: `About ${id}.`,
  unit,
});

/** The farmer of Birge & Louveaux, Introduction to Stochastic Programming, chapter 1: 500 acres, three crops, three harvests. */
function farmer(risk: Risk): Model {
  const model = createModel({ name: "farmer", sense: "maximize" });
  model.scenarios(["poor", "average", "good"]);
  const profit = model.objective({ ...said("profit", "EUR"), risk });
  const land = model.constraint(said("land", "acre"));
  const crops = [
    { crop: "wheat", cost: 150, perAcre: 2.5, price: 170, dearer: 238, need: 200 },
    { crop: "corn", cost: 230, perAcre: 3, price: 150, dearer: 210, need: 240 },
    { crop: "beets", cost: 260, perAcre: 20, price: 36, quota: 6000, above: 10 },
  ];
  for (const { crop, cost, perAcre, price, dearer, need = 0, quota = Infinity, above } of crops) {
    const acres = model.continuous(crop, { upper: 500, unit: "acre" });
    const [low, high] = [0.8 * perAcre, 1.2 * perAcre];
    const harvest = model.parameter({ id: `${crop}-yield`, unit: "t/acre", values: [low, perAcre, high] });
    land.plus(1, acres);
    profit.plus(-cost, acres);
    const balance = model.constraint(said(`${crop}-balance`, "t")).plus(harvest, acres);
    const later = (name: string, upper: number) =>
      model.continuous(`${crop}-${name}`, { upper, unit: "t", recourse: true });
    const sold = later("sold", quota);
    balance.plus(-1, sold);
    profit.plus(price, sold);
    if (dearer !== undefined) {
      const bought = later("bought", 1e5);
      balance.plus(1, bought);
      profit.plus(-dearer, bought);
    }
    if (above !== undefined) {
      const surplus = later("surplus", 1e5);
      balance.plus(-1, surplus);
      profit.plus(above, surplus);
    }
    balance.atLeast(need);
  }
  land.atMost(500);
  return model.build();
}

test("the farmer plants what the book says, and trades by the harvest", async () => {
  const model = farmer({ measure: "expectation" });
  const equivalent = deterministicEquivalent(model);
  const { solution, objective } = await solve(equivalent.model, exactly);
  expect(objective).toBeCloseTo(108_390, 3);
  const valuesIn = (scenario: string): Record<string, number> => {
    const values = scenarioSolution(equivalent, solution!, scenario);
    return Object.fromEntries(model.variables.names.map((name, index) => [name, Math.round(values[index]!)]));
  };
  expect(valuesIn("poor")).toMatchObject({
    wheat: 170,
    corn: 80,
    beets: 250,
    "corn-bought": 48,
    "beets-sold": 4000,
  });
  expect(valuesIn("good")).toMatchObject({ wheat: 170, corn: 80, "wheat-sold": 310, "corn-sold": 48 });
  const direct = await solve(model, exactly);
  expect(direct.objective).toBeCloseTo(108_390, 3);
  expect(direct.solution?.[0]).toBeCloseTo(170, 6);
});

test("the more the farmer fears, the less there is: from the mean to the poor harvest alone", async () => {
  const of = async (risk: Risk): Promise<number> => (await solve(farmer(risk), exactly)).objective!;
  expect(await of({ measure: "cvar", alpha: 0 })).toBeCloseTo(108_390, 3);
  expect(await of({ measure: "worst-case" })).toBeCloseTo(59_950, 3);
  expect(await of({ measure: "cvar", alpha: 0.9 })).toBeCloseTo(59_950, 3);
  const between = await of({ measure: "cvar", alpha: 0.5 });
  expect(between).toBeGreaterThan(59_950);
  expect(between).toBeLessThan(108_390);
});
