import { checkFeasibility, type Model, objectiveValue } from "@qtwin/model";
import { exhaustiveOptimum } from "@qtwin/model/testing";
import { describe, expect, test } from "vitest";
import type { Progress, SolveJob, SolverResult } from "../contract.ts";
import { infeasibleModel, knapsackModel, unboundedModel } from "../testing/models.ts";
import solver from "./solver.ts";
import { subSolverIds } from "./sub-solvers/index.ts";

const defaults = Object.fromEntries(
  Object.entries(solver.options).map(([name, each]) => [name, each.default]),
);
/** Small circuits: what is asked here does not depend on how good they are. */
const small = {
  ...defaults,
  qubits: 8,
  variables: 8,
  layers: 1,
  evaluations: 5,
  shots: 32,
  sweeps: 20,
  nodes: 10,
};

async function run(
  model: Model,
  job: Partial<SolveJob>,
): Promise<{ result: SolverResult; progress: readonly Progress[] }> {
  const progress: Progress[] = [];
  const context = {
    now: () => performance.now(),
    stopRequested: () => false,
    received: () => null,
    onProgress: (each: Progress) => void progress.push(each),
  };
  const usual = { model, timeLimitMs: 60_000, gapLimit: 0, seed: 1, threads: 1, options: small };
  return { result: await solver.solve({ ...usual, ...job }, context), progress };
}

/** By name, so that a failure says which. */
const each = subSolverIds.map((id, number) => ({ id, subSolver: number }));

describe("large-neighbourhood search", () => {
  test.each(each)(
    "with $id: same seed and work, same answer, and never a worse incumbent",
    async ({ subSolver }) => {
      const model = knapsackModel(25, 2, 3);
      const job = { workLimit: 3, options: { ...small, subSolver }, warmStart: new Float64Array(25) };
      const [first, second] = [await run(model, job), await run(model, job)];
      expect(first.result.solution).toEqual(second.result.solution);
      const objectives = first.progress.map(({ objective }) => objective!);
      expect(objectives[0]).toBe(0);
      expect(objectives).toEqual([...objectives].sort((a, b) => a - b));
      for (const { solution, objective } of first.progress) {
        expect(checkFeasibility(model, solution!).feasible).toBe(true);
        expect(objectiveValue(model, solution!)).toBe(objective);
      }
    },
  );

  // On this model the automatic choice is the exact one.
  const distinct = each.filter(({ id }) => id !== "automatic");
  test.each(distinct)("with $id: something better than an empty knapsack is found", async ({ subSolver }) => {
    const model = knapsackModel(25, 2, 3);
    const options = { ...small, subSolver, variables: 20, qubits: 14 };
    const { result } = await run(model, { workLimit: 6, options, warmStart: new Float64Array(25) });
    expect(objectiveValue(model, result.solution!)).toBeGreaterThan(0);
  });

  test("QAOA says what it did, beside its controls", async () => {
    const model = knapsackModel(25, 2, 3);
    const options = { ...small, subSolver: subSolverIds.indexOf("qaoa"), qubits: 14 };
    const { result } = await run(model, { workLimit: 5, options, warmStart: new Float64Array(25) });
    expect(result.evidence!.length).toBeGreaterThan(0);
    for (const { objective, reference, controls, qubits, shots } of result.evidence!) {
      expect(qubits).toBeLessThanOrEqual(14);
      expect(shots % 32).toBe(0);
      expect(controls.map(({ method }) => method)).toEqual([
        "random-sampling",
        "annealing",
        "tabu",
        "enumeration",
      ]);
      // The knapsack is to be filled: nothing is better than what enumeration finds.
      for (const control of controls) expect(control.objective).toBeLessThanOrEqual(reference!.objective);
      expect(objective).toBeLessThanOrEqual(reference!.objective);
    }
  });

  test("a proof that there is no solution is passed on", async () => {
    expect((await run(infeasibleModel(), {})).result).toMatchObject({ status: "infeasible", solution: null });
    expect((await run(unboundedModel(), {})).result).toMatchObject({ status: "unbounded", solution: null });
  });

  test("the bound lies on the far side of every incumbent, and of the optimum", async () => {
    const model = knapsackModel(12, 2, 3);
    const job = { workLimit: 4, options: { ...small, nodes: 100 }, warmStart: new Float64Array(12) };
    const { result, progress } = await run(model, job);
    const best = exhaustiveOptimum(model)!;
    expect(result.bound).not.toBeNull();
    for (const { objective, bound } of [...progress, { objective: best, bound: result.bound }])
      if (bound !== null) expect(bound).toBeGreaterThanOrEqual(objective!);
  });

  test("the deadline is kept", async () => {
    const beganMs = performance.now();
    const { result } = await run(knapsackModel(200, 20, 3), { timeLimitMs: 600, options: defaults });
    expect(result.solution).not.toBeNull();
    // 100 ms on an idle machine; one that runs all tests at once may take ten times as long to come back to us.
    expect(performance.now() - beganMs).toBeLessThan(600 + 1000);
  });

  test("what others found is taken over when it is better", async () => {
    const model = knapsackModel(25, 2, 3);
    const best = (await run(model, { options: small, workLimit: 6 })).result.solution!;
    const context = {
      now: () => performance.now(),
      stopRequested: () => false,
      received: () => ({ objective: null, bound: null, solution: best }),
      onProgress: () => {},
    };
    const job = { model, timeLimitMs: 60, gapLimit: 0, seed: 1, threads: 1, options: defaults };
    const { solution } = await solver.solve(job, context);
    expect(objectiveValue(model, solution!)).toBeGreaterThanOrEqual(objectiveValue(model, best));
  });
});
