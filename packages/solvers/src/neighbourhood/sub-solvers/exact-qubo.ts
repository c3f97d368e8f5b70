import { enumerateQubo } from "@qtwin/kernel";
import { costOf } from "../../qaoa/problem.ts";
import { bitsOf, loweredQubo } from "./lowered-qubo.ts";
import type { SubSolver } from "./sub-solver.ts";

/** Tries all assignments of a QUBO of up to `limit` variables. */
export const exactQubo = (limit: number): SubSolver => ({
  id: "exact-qubo",
  startSize: limit,
  takesFollowers: false,
  async solve(task) {
    const lowered = loweredQubo(task, limit);
    if ("end" in lowered) return lowered;
    const { qubo, decode } = lowered;
    const { basis } = await enumerateQubo(qubo.count, costOf(qubo));
    return { values: decode(bitsOf(basis, qubo.count)), end: "done", optimal: true };
  },
});
