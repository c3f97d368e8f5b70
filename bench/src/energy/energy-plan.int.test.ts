import { type Answer, isDiscrete, type Model, objectiveValue, parseModel, printModel } from "@qtwin/model";
import { closeSolverWorkers, solve } from "@qtwin/solvers";
import type { Plan } from "@qtwin/usecases";
import { type EnergyFacts, energy } from "@qtwin/usecases/energy";
import { exampleFacts } from "@qtwin/usecases/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

// An afternoon keeps HiGHS within seconds on a busy machine.
const facts: EnergyFacts = exampleFacts({ startHour: 15, hours: 8, metalT: 7 });
let model: Model;
let answer: Answer;
let plan: Plan;
let baseline: Plan;

beforeAll(async () => {
  model = energy.build(facts);
  const warmStart = energy.warmStart(facts, model)!;
  answer = await solve(model, {
    timeLimitMs: 60_000,
    gapLimit: 0.01,
    warmStart,
    options: { heuristicEffort: 0.3 },
  });
  plan = energy.read(facts, model, answer);
  baseline = energy.baseline(facts);
}, 90_000);
afterAll(closeSolverWorkers);

const series = (of: Plan, id: string): readonly number[] =>
  of.series.find((each) => each.id === id)!.values.map((value) => value ?? Number.NaN);

test("the plan is proven within 1 %, keeps every hard rule and costs no more than the baseline", () => {
  expect(answer.status).toBe("optimal");
  expect(answer.gap).toBeLessThanOrEqual(0.01);
  expect(answer.feasibility?.feasible).toBe(true);
  expect(plan.cost.totalEur).toBeLessThanOrEqual(baseline.cost.totalEur);
});

test("each planned heat gets the melting energy, in at least the shortest and at most the longest cycle", () => {
  const { energyKwhPerT, occupiedKw, maxHeatMin } = facts.plant.melt;
  for (const lane of plan.lanes.filter(({ id }) => id.startsWith("f")))
    for (const bar of lane.bars.filter(({ frozen }) => !frozen)) {
      const first = (bar.startMs - plan.grid.startMs) / 900_000;
      const last = Math.min(plan.grid.count, (bar.endMs - plan.grid.startMs) / 900_000);
      if (last === plan.grid.count) continue;
      const powerKw = series(plan, `${lane.id}.powerKw`).slice(first, last);
      const intoMetalKwh = powerKw.reduce((sum, kw) => sum + (kw - occupiedKw) / 4, 0);
      expect(intoMetalKwh, bar.id).toBeGreaterThan(4 * energyKwhPerT - 1);
      expect(last - first, bar.id).toBeGreaterThanOrEqual(6);
      expect(last - first, bar.id).toBeLessThanOrEqual(Math.ceil(maxHeatMin / 15));
    }
});

test("metal stays between empty and full and no pour waits", () => {
  for (const level of series(plan, "metalT")) {
    expect(level).toBeGreaterThanOrEqual(-1e-6);
    expect(level).toBeLessThanOrEqual(facts.plant.metal.usableT + 1e-6);
  }
  expect(plan.kpis.find(({ id }) => id === "waitMin")?.value).toBeCloseTo(0, 6);
});

test("the cost of the plan is what the model minimises, but for its priorities and the room below the peak", () => {
  const priced = ["energy", "feedIn", "gas", "wear", "wait", "crew"];
  for (const term of model.objective.terms.filter(({ id }) => priced.includes(id))) {
    const inModel =
      term.constant +
      term.column.reduce((sum, column, i) => sum + term.value[i]! * answer.solution![column]!, 0);
    const inPlan = plan.cost.parts.find(({ id }) => id === term.id)?.costEur ?? 0;
    expect(inPlan, term.id).toBeCloseTo(inModel, 3);
  }
});

test("exported as MPS, the model is the same to another reader: same size, bound and value", async () => {
  const read = parseModel(printModel(model, "mps"), "energy.mps");
  const discrete = (of: Model): number =>
    Array.from({ length: of.variables.count }, (_, i) => Number(isDiscrete(of, i))).reduce(
      (sum, is) => sum + is,
      0,
    );
  expect(discrete(read)).toBe(discrete(model));
  const again = await solve(read, { timeLimitMs: 60_000, gapLimit: 0.01, options: { heuristicEffort: 0.3 } });
  expect(again.objective).not.toBeNull();
  // Two proven answers of one model: neither may be better than the other's bound.
  expect(again.objective!).toBeGreaterThanOrEqual(answer.bound! - 1e-3 * Math.abs(answer.bound!));
  expect(answer.objective!).toBeGreaterThanOrEqual(again.bound! - 1e-3 * Math.abs(again.bound!));
  expect(objectiveValue(model, answer.solution!)).toBeCloseTo(answer.objective!, 6);
}, 90_000);
