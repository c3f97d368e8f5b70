import annealingSolver from "../../annealing/solver.ts";
import { silent } from "./exact-milp.ts";
import { type LoweredQubo, loweredQubo } from "./lowered-qubo.ts";
import type { SubSolver, SubTask } from "./sub-solver.ts";

/** Simulated annealing of a QUBO of up to `limit` variables: one cooling, so many sweeps long. */
export const annealing = (limit: number, sweeps: number): SubSolver => ({
  id: "annealing",
  startSize: limit,
  takesFollowers: false,
  async solve(task) {
    const lowered = loweredQubo(task, limit);
    if ("end" in lowered) return lowered;
    const bits = await annealed(lowered, sweeps, task);
    return { values: bits && lowered.decode(bits), end: "done", optimal: false };
  },
});

/** What a variable visited is in the solver's unit of work. */
const workOfVisit = 1 / 1000;

/** The best bits of one cooling of a QUBO given as a model, those of the start included. */
async function annealed(
  { model, start }: LoweredQubo,
  sweeps: number,
  { seed, timeLimitMs, context }: SubTask,
): Promise<Float64Array | null> {
  const workLimit = sweeps * model.variables.count * workOfVisit;
  const warmStart = Float64Array.from(start);
  const job = {
    model,
    timeLimitMs,
    gapLimit: 0,
    seed,
    workLimit,
    threads: 1,
    warmStart,
    options: { sweeps },
  };
  const { solution } = await annealingSolver.solve(job, silent(context));
  return solution;
}
