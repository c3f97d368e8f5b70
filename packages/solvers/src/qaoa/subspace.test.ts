import { createRandom } from "@qtwin/core";
import { checkFeasibility, createModel, type Model, objectiveValue } from "@qtwin/model";
import { expect, test } from "vitest";
import type { SolveContext, SolveJob } from "../contract.ts";
import qaoa from "./solver.ts";
import { whyNot } from "./why-not.ts";

const meaning = { id: "cost", rule: "cost", sentence: "What the slots cost.", unit: "EUR" };

/** Tasks that take one slot each; slots of neighbours cost more together, and the first slots of two neighbours do not go together. */
function slots(tasks: number, options: number, hasFreeSwitch = false): Model {
  const model = createModel({ name: `slots-${tasks}x${options}`, sense: "minimize" });
  const random = createRandom(7);
  const labels = Array.from({ length: options }, (_, at) => `slot ${at}`);
  const choices = Array.from({ length: tasks }, (_, task) => model.choice(`task ${task}`, labels));
  const cost = model.objective(meaning);
  choices.forEach((choice, task) => {
    const next = choices[task + 1];
    for (const at of labels.keys()) {
      cost.plus(random.integer(200) / 10 - 10, choice.option(at));
      if (next)
        for (const other of labels.keys())
          cost.product(random.integer(100) / 10, choice.option(at), next.option(other));
    }
    const together = { ...meaning, id: `together[${task}]`, unit: "1" };
    if (next) model.atMost(together, 1, [choice.option(0), next.option(0)]);
  });
  if (hasFreeSwitch) cost.plus(-1, model.binary("switch"));
  return model.build();
}

/** The least cost of all ways to take one slot each. */
function leastCost(model: Model): number {
  const { choices, count } = model.variables;
  const ways = choices.reduce<readonly Float64Array[]>(
    (before, { first, options }) =>
      before.flatMap((values) =>
        options.map((_, at) => values.map((value, i) => (i === first + at ? 1 : value))),
      ),
    [new Float64Array(count)],
  );
  const allowed = ways.filter((values) => checkFeasibility(model, values).feasible);
  return Math.min(...allowed.map((values) => objectiveValue(model, values)));
}

const context: SolveContext = {
  stopRequested: () => false,
  now: () => performance.now(),
  received: () => null,
  onProgress: () => undefined,
};

const job = (model: Model, options: SolveJob["options"] = {}): SolveJob => ({
  ...{ model, timeLimitMs: 20_000, gapLimit: 0, seed: 3, threads: 1, workLimit: 30 },
  options: { layers: 3, shots: 512, evaluations: 30, ...options },
});

test("24 options of 6 choices are solved among the 4,096 ways to take one each, beside the certified optimum", async () => {
  const model = slots(6, 4);
  expect(whyNot(model)).toEqual([]);
  const { solution, evidence } = await qaoa.solve(job(model), context);
  const [run] = evidence!;
  expect(run).toMatchObject({ method: "subspace-qaoa", qubits: 24, layers: 3, shots: 512 });
  expect(run!.reference).toMatchObject({ certified: true, source: "enumeration" });
  expect(run!.reference!.objective).toBeCloseTo(leastCost(model), 9);
  expect(checkFeasibility(model, solution!).feasible).toBe(true);
  expect(run!.controls.map(({ method }) => method)).toEqual([
    ...["random-sampling", "annealing", "tabu", "enumeration"],
  ]);
  for (const { objective } of run!.controls)
    expect(objective!).toBeGreaterThan(run!.reference!.objective - 1e-9);
  // A uniform draw of one slot each has 1 in 4,096; five standard deviations of a binomial share.
  const predicted = run!.predictedSuccess!;
  expect(predicted).toBeGreaterThan(5 / 4096);
  const spread = 5 * Math.sqrt((predicted * (1 - predicted)) / 512);
  expect(Math.abs(run!.observedSuccess!.probability - predicted)).toBeLessThan(spread);
});

test("its circuit says which qubits are one choice, and has no products within one", async () => {
  const [run] = (await qaoa.solve(job(slots(5, 4)), context)).evidence!;
  const { groups, couplings, linear } = run!.circuit!;
  expect(groups).toEqual([0, 4, 8, 12, 16].map((first) => [0, 1, 2, 3].map((at) => first + at)));
  expect(linear).toHaveLength(20);
  expect(couplings.length).toBeGreaterThan(0);
  for (const [one, other] of couplings) expect(Math.floor(one / 4)).not.toBe(Math.floor(other / 4));
});

test("the formulation is the caller's: below the given number of qubits constraints are penalties", async () => {
  const model = slots(3, 3);
  const runs = [];
  for (const subspaceFrom of [10, 9])
    runs.push((await qaoa.solve(job(model, { subspaceFrom }), context)).evidence![0]!);
  const [penalised, within] = runs;
  expect([penalised!.method, within!.method]).toEqual(["qaoa", "subspace-qaoa"]);
  expect(penalised!.circuit!.groups).toBeUndefined();
  expect(within!.predictedSuccess!).toBeGreaterThan(penalised!.predictedSuccess!);
  expect(within!.reference).toEqual(penalised!.reference);
});

test("the same seed gives the same solution and the same samples", async () => {
  const model = slots(6, 3);
  const [one, other] = [await qaoa.solve(job(model), context), await qaoa.solve(job(model), context)];
  expect(one.solution).toEqual(other.solution);
  expect(one.evidence![0]!.observedSuccess).toEqual(other.evidence![0]!.observedSuccess);
  expect(one.evidence![0]!.circuit).toEqual(other.evidence![0]!.circuit);
});

test("where not all is a choice, or there are too many options, it is refused with the reason", () => {
  expect(whyNot(slots(5, 4, true)).join()).toMatch(/at most 16 qubits with penalties/);
  expect(whyNot(slots(7, 4)).join()).toMatch(/at most 24 qubits/);
});
