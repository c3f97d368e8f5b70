import tabuSolver from "../../tabu/solver.ts";
import { silent } from "./exact-milp.ts";
import { loweredQubo } from "./lowered-qubo.ts";
import type { SubSolver } from "./sub-solver.ts";

/** Flips for each variable of a neighbourhood, and what a flip is in the solver's unit of work. */
const [flipsEach, workOfFlip] = [5000, 1 / 1000];

/** Tabu search on a QUBO of up to `limit` variables. */
export const tabu = (limit: number): SubSolver => ({
  id: "tabu",
  startSize: limit,
  takesFollowers: false,
  async solve(task) {
    const lowered = loweredQubo(task, limit);
    if ("end" in lowered) return lowered;
    const { model, start, decode } = lowered;
    const { timeLimitMs, seed, context } = task;
    const warmStart = Float64Array.from(start);
    const workLimit = flipsEach * start.length * workOfFlip;
    const job = { model, timeLimitMs, gapLimit: 0, seed, workLimit, threads: 1, warmStart, options: {} };
    const { solution } = await tabuSolver.solve(job, silent(context));
    return { values: solution && decode(solution), end: "done", optimal: false };
  },
});
