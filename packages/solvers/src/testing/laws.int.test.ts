import { afterAll, expect, test } from "vitest";
import { closeSolverWorkers } from "../worker-pool.ts";
import { solverLaws } from "./laws.ts";
import { type Misdeed, misbehaving } from "./misbehaving-solver.ts";

afterAll(closeSolverWorkers);

/** The laws that must catch each misdeed. */
const caughtBy: readonly (readonly [Misdeed, string])[] = [
  ["throw", "a deadline is kept and the best solution so far returned"],
  ["exit", "a deadline is kept and the best solution so far returned"],
  ["exit after a solution", "a deadline is kept and the best solution so far returned"],
  ["hang", "a deadline is kept and the best solution so far returned"],
  ["hang after a solution", "a deadline is kept and the best solution so far returned"],
  ["ignore the deadline", "a deadline is kept and the best solution so far returned"],
  ["hang after a solution", "a request to stop is obeyed with the best solution so far"],
  ["false solution", "continuous, integer and binary variables mix"],
  ["false infeasible", "continuous, integer and binary variables mix"],
  ["false unbounded", "continuous, integer and binary variables mix"],
  ["false bound", "continuous, integer and binary variables mix"],
];

test.each(caughtBy)("a solver that does '%s' is caught by '%s'", async (misdeed, name) => {
  const law = solverLaws(misbehaving(misdeed)).find((each) => each.name === name)!;
  await expect(law.check()).rejects.toThrow();
});
