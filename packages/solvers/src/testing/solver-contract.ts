import { afterAll, describe, test } from "vitest";
import { type RegisteredSolver, solverById } from "../registry.ts";
import { closeSolverWorkers } from "../worker-pool.ts";
import { solverLaws } from "./laws.ts";

/** What every solver must do; a solver's contract test calls it with its id, or with one that is not registered. */
export function solverContract(which: string | RegisteredSolver): void {
  const entry = typeof which === "string" ? solverById(which) : which;
  describe(`${entry.solver.id} keeps the solver contract`, () => {
    afterAll(closeSolverWorkers);
    for (const { name, check } of solverLaws(entry)) test(name, check, 120_000);
  });
}
