import { expect, test } from "vitest";
import { objectiveValue } from "../../evaluate.ts";
import { checkFeasibility } from "../../feasibility.ts";
import type { Model } from "../../model.ts";
import { benchmarkBytes, benchmarkModel, bestKnown, hasBenchmarkData } from "../../testing/benchmark-data.ts";
import { leastEnergy } from "../../testing/least-energy.ts";

const known = (family: string) => (hasBenchmarkData ? Object.entries(bestKnown(family)) : []);

/** Takes option `chosen[c]` of choice c. */
function taking({ variables }: Model, chosen: readonly number[]): Float64Array {
  const values = new Float64Array(variables.count);
  variables.choices.forEach(({ first }, choice) => {
    values[first + chosen[choice]!] = 1;
  });
  return values;
}

const inverse = (permutation: readonly number[]): number[] =>
  permutation.map((_, place) => permutation.indexOf(place));

test.skipIf(!hasBenchmarkData)(
  "published assignments have their published cost",
  { timeout: 600_000 },
  () => {
    const withSolution = known("qap").filter(([, { solution }]) => solution !== undefined);
    expect(withSolution.length).toBeGreaterThan(70);
    for (const [name, { file, solution, best, check = "" }] of withSolution) {
      const text = new TextDecoder().decode(benchmarkBytes("qap", solution!));
      const places = text.match(/\d+/g)!.map(Number).slice(2);
      // One of the files counts from 0.
      const permutation = places.map((place) => place - Math.min(...places));
      const model = benchmarkModel("qap", file, "qaplib");
      const values = taking(model, check.includes("inverse") ? inverse(permutation) : permutation);
      expect(checkFeasibility(model, values).violations).toEqual([]);
      expect({ name, cost: objectiveValue(model, values) }).toEqual({ name, cost: best });
    }
  },
);

test.skipIf(!hasBenchmarkData)("the solutions inside MMKP files hold and have their value", () => {
  for (const name of ["I01", "I03", "I05", "I06"]) {
    const { file, best } = bestKnown("mmkp")[name]!;
    const text = new TextDecoder().decode(benchmarkBytes("mmkp", file));
    const numbers = /Exact Solution([\s\d.]+)$/.exec(text)![1]!.trim().split(/\s+/).map(Number);
    const model = benchmarkModel("mmkp", file);
    const values = taking(model, numbers.slice(0, -1));
    expect(checkFeasibility(model, values).feasible).toBe(true);
    expect(objectiveValue(model, values)).toBeCloseTo(best!, 6);
  }
});

test.skipIf(!hasBenchmarkData).each(["jsp", "fjsp", "fjsp-sdst"] as const)(
  "%s: the best known makespans lie between the bounds of the models",
  { timeout: 300_000 },
  (family) => {
    expect(known(family).length).toBeGreaterThan(0);
    for (const [name, { file, best, lower_bound: proven = 0 }] of known(family)) {
      const { variables } = benchmarkModel(family, file, family);
      const makespan = variables.names.indexOf("makespan");
      const [lower, upper] = [variables.lower[makespan]!, variables.upper[makespan]!];
      expect({ name, fits: lower <= best! && upper >= proven && lower <= upper }).toEqual({
        name,
        fits: true,
      });
    }
  },
);

const small = known("qubo-gka").filter(([, { n = 0 }]) => n <= 30);

test.skipIf(!hasBenchmarkData)("there are small GKA instances", () => {
  expect(small.map(([name]) => name)).toEqual(["gka1b", "gka6a"]);
});

test.skipIf(!hasBenchmarkData).each(small)(
  "%s enumerates to its known optimum",
  { timeout: 300_000 },
  (_, { file, best }) => {
    const model = benchmarkModel("qubo-gka", file);
    const { energy, values } = leastEnergy(model);
    expect(energy).toBe(best);
    expect(objectiveValue(model, values)).toBe(best);
  },
);
