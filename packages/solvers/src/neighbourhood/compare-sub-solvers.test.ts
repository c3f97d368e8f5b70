import { createRandom } from "@qtwin/core";
import { checkFeasibility, createModel, type Model, objectiveValue } from "@qtwin/model";
import { expect, test } from "vitest";
import { compareSubSolvers } from "./compare-sub-solvers.ts";

/** A cost of products of 30 binaries. */
function pairsModel(): Model {
  const random = createRandom(5);
  const model = createModel({ name: "pairs", sense: "minimize" });
  const bits = Array.from({ length: 30 }, (_, at) => model.binary(`x[${at}]`));
  const cost = model.objective({ id: "cost", rule: "cost", sentence: "What it costs.", unit: "1" });
  bits.forEach((left, at) => {
    for (const right of bits.slice(at + 1))
      if (random.next() < 0.3) cost.product(random.integer(21) - 10, left, right);
  });
  return model.build();
}

test("each sub-solver gets the same neighbourhoods, and the rows repeat but for their seconds", async () => {
  const model = pairsModel();
  const limits = { layers: 1, evaluations: 5, shots: 64 };
  const options = { seed: 2, neighbourhoods: 8, qubits: 8, limits, now: () => performance.now() };
  const start = new Float64Array(30);
  const rows = await compareSubSolvers(model, start, options);
  expect(rows.map(({ subSolver }) => subSolver)).toEqual(["exact-qubo", "annealing", "qaoa"]);
  for (const { solved, refused, values, objective, timeline } of rows) {
    expect([solved, refused]).toEqual([8, 0]);
    expect(checkFeasibility(model, values).feasible).toBe(true);
    expect(objectiveValue(model, values)).toBe(objective);
    expect(timeline[0]!.objective).toBe(0);
    expect(timeline.at(-1)!.objective).toBe(objective);
    expect(objective).toBeLessThan(0);
  }
  // The first neighbourhood is the same from the same start, so that none can beat enumeration on it.
  const first = rows.map(({ timeline }) =>
    timeline.find(({ neighbourhood }) => neighbourhood <= 1 && neighbourhood > 0),
  );
  for (const each of first) expect(each?.objective ?? 0).toBeGreaterThanOrEqual(first[0]!.objective);
  expect(rows[2]!.evidence.length).toBeGreaterThan(0);
  const again = await compareSubSolvers(model, start, options);
  expect(again.map(({ values }) => values)).toEqual(rows.map(({ values }) => values));
});
