import { checkFeasibility, type Model } from "@qtwin/model";
import { benchmarkBytes, benchmarkModel, bestKnown, hasBenchmarkData } from "@qtwin/model/testing";
import { afterAll, describe, expect, test } from "vitest";
import { solve } from "../run.ts";
import { closeSolverWorkers } from "../worker-pool.ts";
import { facilityLocationModel } from "./benchmarks/facility-location.ts";

afterAll(closeSolverWorkers);

const timeLimitMs = 300_000;

/** Whole objectives: a relative gap of less than one unit proves the optimum. */
async function expectOptimum(model: Model, best: number): Promise<void> {
  const answer = await solve(model, {
    solver: "highs",
    timeLimitMs,
    gapLimit: 0.5 / Math.max(1, Math.abs(best)),
  });
  console.log(
    `${model.name}: ${answer.objective} (known ${best}), bound ${answer.bound}, ${answer.seconds.toFixed(1)} s`,
  );
  expect(answer.objective).toBeCloseTo(best, 4);
  expect(answer.status).toBe("optimal");
  expect(answer.feasibility).toMatchObject({ feasible: true, violations: [] });
  expect(checkFeasibility(model, answer.solution!)).toMatchObject({ feasible: true });
}

describe.skipIf(!hasBenchmarkData)("HiGHS finds the known optimum of public benchmarks", () => {
  test("job shop ft06", { timeout: 2 * timeLimitMs }, async () => {
    await expectOptimum(benchmarkModel("jsp", "instances/ft06"), bestKnown("jsp").ft06!.best!);
  });

  test.each(["5.100-20", "5.100-28"])(
    "multidimensional knapsack %s",
    { timeout: 2 * timeLimitMs },
    async (key) => {
      const { file, best } = bestKnown("mkp")[key]!;
      await expectOptimum(benchmarkModel("mkp", file, "mkp", key), best!);
    },
  );

  test.each(["delmaire/p1", "delmaire/p6", "holmberg/p1"])(
    "facility location %s",
    { timeout: 2 * timeLimitMs },
    async (name) => {
      const { file, best } = bestKnown("facility-location")[name]!;
      const text = new TextDecoder().decode(benchmarkBytes("facility-location", file));
      await expectOptimum(facilityLocationModel(name, text), best!);
    },
  );
});
