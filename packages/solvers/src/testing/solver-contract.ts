import { afterAll, describe, test } from "vitest";
import { solverById } from "../registry.ts";
import { closeSolverWorkers } from "../worker-pool.ts";
import { solverLaws } from "./laws.ts";

/** What every solver must do; a solver's contract test calls it with its id. */
export function solverContract(id: string): void {
  describe(`${id} keeps the solver contract`, () => {
    afterAll(closeSolverWorkers);
    for (const { name, check } of solverLaws(solverById(id))) test(name, check, 120_000);
  });
}
