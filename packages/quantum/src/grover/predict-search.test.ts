import { createRandom } from "@qtwin/core";
import { describe, expect, it } from "vitest";
import { classicalControl } from "./classical-control.ts";
import { descend, sumOf } from "./descend.ts";
import { countBelow, levelsOf } from "./levels.ts";
import { predictSearch } from "./predict-search.ts";
import { problemOf } from "./problem.ts";
import { ring } from "./testing/costs.ts";

/** The mean and its standard error. */
function meanOf(values: readonly number[]) {
  const mean = values.reduce((a, b) => a + b) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1);
  return { mean, standardError: Math.sqrt(variance / values.length) };
}

describe("what is predicted of searches", () => {
  // Four standard errors: right values fail one time in 16,000 seeds, and the seeds are fixed.
  const sigmas = 4;

  it.each([[[1, 2, 2]], [[1, 2, 3, 4, 6]]])("is what 4,000 of them come to, drawing from %j", (choices) => {
    const problem = problemOf(7, ring(7));
    const predicted = predictSearch(problem.levels, choices, problem.bounds.lower);
    const runs = Array.from({ length: 4000 }, (_, seed) =>
      descend(problem, choices, createRandom(seed), { seed }),
    );
    const optimum = problem.levels.values[0];
    const seen = {
      successProbability: runs.map(({ best }) => (problem.table[best] === optimum ? 1 : 0)),
      oracleCalls: runs.map(({ rounds }) => sumOf(rounds, "oracleCalls")),
      attempts: runs.map(({ rounds }) => sumOf(rounds, "attempts")),
    };
    expect(predicted.successProbability).toBeLessThan(0.97);
    for (const key of ["successProbability", "oracleCalls", "attempts"] as const) {
      const { mean, standardError } = meanOf(seen[key]);
      expect(Math.abs(mean - predicted[key])).toBeLessThan(sigmas * standardError);
    }
  });

  it("goes without attempts where bounds end the search", () => {
    // Costs 0, 1, 1, 2: from 2 to 1 or 0, from 1 to 0; one choice of no rotations never fails downwards by luck alone.
    const levels = levelsOf(Float64Array.of(0, 1, 1, 2));
    expect(predictSearch(levels, [1], 0)).toEqual({
      // Start at 0; at 1 and one in four; at 2, three in four down, then a third straight and two thirds by 1.
      successProbability: 1 / 4 + (1 / 2) * (1 / 4) + (1 / 4) * (3 / 4) * (1 / 3 + (2 / 3) * (1 / 4)),
      oracleCalls: 0,
      attempts: 1 / 4 + 1 / 2 + (1 / 4) * (3 / 4) * (2 / 3),
    });
  });
});

describe("levels", () => {
  const table = Float64Array.of(3, -1, 3, 0, -1, 7, 3, 0);
  const levels = levelsOf(table);
  it.each([
    ["close together", 1],
    ["far apart", 1e6],
  ])("%s count the assignments below", (_, unit) => {
    const { values, below } = levelsOf(table.map((value) => value * unit));
    expect([...values]).toEqual([-1, 0, 3, 7].map((value) => value * unit));
    expect([...below]).toEqual([0, 2, 4, 7, 8]);
    expect([-5, -1, -0.5, 0, 3, 7, 8].map((value) => countBelow({ values, below }, value * unit))).toEqual([
      0, 0, 2, 2, 4, 7, 8,
    ]);
  });

  it("give random samples the least energy that their number has", () => {
    const least = (samples: number) =>
      Array.from({ length: 2000 }, (_, seed) =>
        classicalControl(levels, samples, (steps) => steps, createRandom(seed)),
      );
    // Three samples miss both assignments of -1 with probability (6/8)³.
    const missed = least(3).filter(({ randomEnergy }) => randomEnergy > -1).length / 2000;
    expect(Math.abs(missed - 0.75 ** 3)).toBeLessThan(4 * Math.sqrt((0.42 * 0.58) / 2000));
    expect(least(1000).every(({ randomEnergy }) => randomEnergy === -1)).toBe(true);
    expect(least(3)[0]).toMatchObject({ exhaustive: 8, randomMean: 4, searchComputed: 3 });
  });
});
