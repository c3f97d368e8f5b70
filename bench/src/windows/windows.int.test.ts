import { checkFeasibility, type Model, objectiveValue } from "@qtwin/model";
import { closeSolverWorkers, solve, solveLinear } from "@qtwin/solvers";
import type { PlanWindow } from "@qtwin/usecases";
import { energy } from "@qtwin/usecases/energy";
import { exampleFacts } from "@qtwin/usecases/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { linesOf, markdownOf, type WindowBench } from "../windows.ts";
import { measureWindow } from "./measure.ts";

// A plan that was stopped early leaves something to decide.
const facts = exampleFacts({ startHour: 12, hours: 12, metalT: 6 });
let model: Model;
let plan: Float64Array;
let window: PlanWindow;

beforeAll(async () => {
  model = energy.build(facts);
  const warmStart = energy.warmStart(facts, model)!;
  const answer = await solve(model, { timeLimitMs: 4000, gapLimit: 0.02, warmStart, seed: 1 });
  plan = answer.solution!;
  const windows = await energy.windows!(facts, model, plan, { qubits: 12, count: 2 }, solveLinear);
  window = windows[0]!;
  expect(windows.length).toBeGreaterThan(0);
  for (const each of windows) expect(each.model.variables.count).toBeLessThanOrEqual(12);
}, 60_000);
afterAll(closeSolverWorkers);

/** Every way to take one option of each choice. */
function combinations({ model: { variables } }: PlanWindow): readonly Float64Array[] {
  return variables.choices.reduce<readonly Float64Array[]>(
    (before, { first, options }) =>
      before.flatMap((values) =>
        options.map((_, at) => {
          const next = values.slice();
          next[first + at] = 1;
          return next;
        }),
      ),
    [new Float64Array(variables.count)],
  );
}

test("every combination that the window allows is a plan that the energy model allows, at the cost that the window says", () => {
  expect(checkFeasibility(model, plan).feasible).toBe(true);
  const planned = objectiveValue(model, plan);
  const all = combinations(window);
  const allowed = all.filter((values) => checkFeasibility(window.model, values).feasible);
  expect(allowed.length).toBeGreaterThan(1);
  for (const values of allowed) {
    const placed = window.place(values)!;
    expect(checkFeasibility(model, placed).violations.filter((each) => !each.pricePerUnit)).toEqual([]);
    // Each coefficient is told to a hundredth of a cent.
    const costEur = objectiveValue(model, placed) - planned;
    expect(Math.abs(costEur - objectiveValue(window.model, values))).toBeLessThan(1e-3);
  }
});

test("what the window does not allow breaks a rule of the energy model as well", () => {
  for (const values of combinations(window)) {
    if (checkFeasibility(window.model, values).feasible) continue;
    const placed = window.place(values);
    expect(placed === null || !checkFeasibility(model, placed).feasible).toBe(true);
  }
});

const five = ["random-sampling", "annealing", "tabu", "enumeration", "highs"];

test("QAOA in both formulations stands beside five controls, the exact ones agree, and only what is better goes back", async () => {
  const options = { seed: 1, layers: 2, shots: 256, evaluations: 30 };
  const measured = (await measureWindow(window, model, plan, options))!;
  const { row, evidence, solution } = measured;
  expect(evidence.map(({ method, circuit }) => [method, circuit!.groups?.length])).toEqual([
    ["qaoa", undefined],
    ["subspace-qaoa", row.heats],
  ]);
  for (const { controls, circuit, reference } of evidence) {
    expect(controls.map(({ method }) => method)).toEqual(five);
    expect(circuit!.linear).toHaveLength(row.qubits);
    expect(circuit!.gammas).toHaveLength(2);
    expect(reference).toMatchObject({ certified: true, objective: row.optimumEur });
  }
  expect(row).toMatchObject({ exactReached: true, isCertified: true });
  expect(row.subspace.predictedSuccess).toBeGreaterThan(row.penalised!.predictedSuccess);
  const best = Math.min(
    ...combinations(window)
      .filter((values) => checkFeasibility(window.model, values).feasible)
      .map((values) => objectiveValue(window.model, values)),
  );
  expect(row.optimumEur).toBeCloseTo(best, 9);
  expect(row.uniformSuccess).toBeGreaterThanOrEqual(1 / combinations(window).length);
  expect(row.errorEur).toBeLessThan(1e-3);
  expect(checkFeasibility(model, solution).feasible).toBe(true);
  expect(objectiveValue(model, solution)).toBeLessThanOrEqual(objectiveValue(model, plan));
  expect(row.isTaken).toBe(best < -1e-3);
  const bench: WindowBench = {
    ...{ zone: "DE", fromDate: "2023-05-09", seed: 1, layers: 2, shots: 256, planTimeS: 4, plans: 1 },
    ...{
      rows: [row],
      leftOut: 0,
      gainEur: row.gainEur,
      plainGainEur: 0,
      seconds: { plans: 4, windows: 1, methods: 1 },
      evidence,
    },
  };
  const printed = linesOf(bench, (cells) => cells.map((each) => each.join(" "))).join("\n");
  for (const text of [printed, markdownOf(bench)]) {
    expect(text).toContain(
      "by both exact controls (enumeration of the QUBO, HiGHS on the choices) in 1 of 1",
    );
    expect(text).toContain(row.window);
  }
}, 60_000);
