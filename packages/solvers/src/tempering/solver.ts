import { createRandom } from "@qtwin/core";
import type { SolveContext, SolveJob, SolverResult } from "../contract.ts";
import { defineSolver } from "../contract.ts";
import { openQuboRun, searchAcceptance, searchPromises } from "../search/qubo-run.ts";
import { Ladder } from "./ladder.ts";

export default defineSolver({
  id: "tempering",
  title: "Parallel tempering",
  accepts: searchAcceptance,
  promises: searchPromises,
  options: {
    replicas: {
      default: 0,
      min: 0,
      max: 128,
      unit: "1",
      doc: "Temperatures that run side by side; 0: by the number of variables, 8 to 32.",
    },
  },
  solve,
});

async function solve(job: SolveJob, context: SolveContext): Promise<SolverResult> {
  const replicas = job.options.replicas || replicasFor(job.model.variables.count);
  // One more, in which copies of the coldest fall into their minimum.
  const run = await openQuboRun(job, context, replicas + 1);
  new Ladder(run, replicas, createRandom(job.seed)).climb();
  return run.result();
}

/** Neighbours overlap when their temperatures differ by about 1 / sqrt(n). */
function replicasFor(count: number): number {
  return Math.max(8, Math.min(32, Math.round(Math.sqrt(count))));
}
