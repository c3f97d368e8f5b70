import { QtwinError } from "@qtwin/core";
import { checkFeasibility, type Model, objectiveValue, toMilp } from "@qtwin/model";
import { allPoints, arbitraryModel, exhaustiveOptimum, isFeasiblePoint } from "@qtwin/model/testing";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Search } from "./search.ts";
import { type SubSolverId, subSolverIds, subSolverOf, usualLimits } from "./sub-solvers/index.ts";

const models = arbitraryModel({
  enumerable: true,
  whole: true,
  soft: true,
  degree: 2,
  maxVariables: 3,
  maxConstraints: 2,
  maxChoices: 2,
  structures: true,
  maxStructures: 2,
}).filter((model) => boxOf(model) <= 4096 && isCompilable(model));

const boxOf = ({ variables: { lower, upper } }: Model): number =>
  lower.reduce((points, least, column) => points * (upper[column]! - least + 1), 1);

/** Some soft structures have no form in rows. */
function isCompilable(model: Model): boolean {
  try {
    toMilp(model);
    return true;
  } catch (error) {
    if (error instanceof QtwinError && error.kind === "unsupported") return false;
    throw error;
  }
}

const context = { now: () => performance.now(), stopRequested: () => false };
const limits = {
  ...usualLimits,
  qubits: 14,
  variables: 60,
  layers: 1,
  evaluations: 4,
  shots: 64,
  sweeps: 20,
};

function searchOf(model: Model, id: SubSolverId, at: number): Search | null {
  const feasible = [...allPoints(model)].filter((point) => isFeasiblePoint(model, point));
  if (feasible.length === 0) return null;
  return new Search(model, feasible[at % feasible.length]!, subSolverOf(id, limits), context);
}

test.each(["exact-milp", "exact-qubo"] as const)(
  "%s with everything free finds a proven optimum",
  async (id) => {
    let proofs = 0;
    await fc.assert(
      fc.asyncProperty(models, fc.nat(), async (model, at) => {
        const search = searchOf(model, id, at);
        if (!search || search.landscape.blocks.count === 0) return;
        const all = Array.from({ length: search.landscape.blocks.count }, (_, block) => block);
        const { end, proven } = await search.step(all, { seed: 1, timeLimitMs: 10_000 });
        expect(checkFeasibility(model, search.values).feasible).toBe(true);
        if (end !== "done") return;
        proofs++;
        expect(proven).toBe(true);
        expect(search.objective).toBe(exhaustiveOptimum(model));
      }),
      { numRuns: 30 },
    );
    expect(proofs).toBeGreaterThan(5);
  },
);

const each = subSolverIds.filter((id) => id !== "automatic");

test.each(each)("%s keeps the incumbent feasible, and it never gets worse", async (id) => {
  await fc.assert(
    fc.asyncProperty(models, fc.nat(), fc.array(fc.nat(), { maxLength: 4 }), async (model, at, picks) => {
      const search = searchOf(model, id, at);
      if (!search || search.landscape.blocks.count === 0) return;
      const blocks = [...new Set(picks.map((pick) => pick % search.landscape.blocks.count))];
      const before = search.objective;
      const { gain, proven } = await search.step(blocks, { seed: 1, timeLimitMs: 10_000 });
      expect(gain).toBe(Math.abs(search.objective - before));
      expect(search.objective * (model.sense === "minimize" ? 1 : -1)).toBeLessThanOrEqual(
        before * (model.sense === "minimize" ? 1 : -1),
      );
      expect(search.objective).toBe(objectiveValue(model, search.values));
      expect(checkFeasibility(model, search.values).feasible).toBe(true);
      if (proven) expect(search.objective).toBe(exhaustiveOptimum(model));
    }),
    { numRuns: 15 },
  );
});
