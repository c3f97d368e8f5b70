import { createRandom } from "@qtwin/core";
import { type Model, quboEnergy, quboModel, quboOf } from "@qtwin/model";
import { exhaustiveOptimum } from "@qtwin/model/testing";
import { describe, expect, test } from "vitest";
import annealing from "../annealing/solver.ts";
import bifurcation from "../bifurcation/solver.ts";
import type { Progress, SolveJob } from "../contract.ts";
import tabu from "../tabu/solver.ts";
import tempering from "../tempering/solver.ts";

/** Whole couplings from −9 to 9 between the given share of pairs. */
function spinGlass(count: number, density: number, seed: number): Model {
  const random = createRandom(seed);
  const weight = (): number => random.integer(19) - 9;
  const linear = Float64Array.from({ length: count }, weight);
  const start = new Int32Array(count + 1);
  const pairs: { column: number; value: number }[] = [];
  for (let row = 0; row < count; row++) {
    for (let column = row + 1; column < count; column++)
      if (random.next() < density) pairs.push({ column, value: weight() || 1 });
    start[row + 1] = pairs.length;
  }
  const column = Int32Array.from(pairs, (pair) => pair.column);
  const value = Float64Array.from(pairs, (pair) => pair.value);
  return quboModel({ count, offset: 4, linear, start, column, value });
}

const jobOf = (model: Model, limits: Partial<SolveJob>): SolveJob => ({
  model,
  timeLimitMs: 60_000,
  gapLimit: 0,
  seed: 3,
  threads: 1,
  options: {},
  ...limits,
});

describe.each([tabu, annealing, tempering, bifurcation])("$id", (solver) => {
  /** The clock goes on by one millisecond a look. */
  const run = async (job: SolveJob) => {
    const reports: Progress[] = [];
    let looks = 0;
    const result = await solver.solve(job, {
      stopRequested: () => false,
      now: () => looks++,
      received: () => null,
      onProgress: (progress) => reports.push(progress),
    });
    return { ...result, reports, looks };
  };

  test.each([1, 2, 3, 7, 12])("finds the optimum of %i variables", async (count) => {
    const model = spinGlass(count, 0.6, count);
    const { solution } = await run(jobOf(model, { workLimit: 50 }));
    expect(quboEnergy(quboOf(model), solution!)).toBe(exhaustiveOptimum(model));
  });

  test.each([0.02, 0.5])(
    "reports energies as the model says, each better, couplings in %d",
    async (density) => {
      const model = spinGlass(150, density, 5);
      const { reports, solution } = await run(jobOf(model, { workLimit: 200 }));
      const energies = reports.map(({ objective }) => objective);
      expect(energies).toEqual(reports.map((report) => quboEnergy(quboOf(model), report.solution!)));
      expect(energies).toEqual([...energies].sort((left, right) => right! - left!));
      expect(solution).toEqual(reports.at(-1)!.solution);
    },
  );

  test("the same seed and work give the same answer", async () => {
    const job = jobOf(spinGlass(90, 0.3, 8), { workLimit: 40 });
    const [first, second] = [await run(job), await run(job)];
    expect(second.reports).toEqual(first.reports);
  });

  test("stops at the first look after the deadline", async () => {
    const { looks } = await run(jobOf(spinGlass(60, 0.3, 1), { timeLimitMs: 30 }));
    expect(looks).toBeLessThanOrEqual(35);
  });
});
