import { createRandom } from "@qtwin/core";
import type { SolveContext, SolveJob, SolverResult } from "../contract.ts";
import { defineSolver } from "../contract.ts";
import { openQuboRun, searchAcceptance, searchPromises } from "../search/qubo-run.ts";
import { Memetic } from "./memetic.ts";

export default defineSolver({
  id: "tabu",
  title: "Tabu search with path relinking",
  accepts: searchAcceptance,
  promises: searchPromises,
  options: {},
  solve,
});

async function solve(job: SolveJob, context: SolveContext): Promise<SolverResult> {
  const run = await openQuboRun(job, context);
  new Memetic(run, createRandom(job.seed)).search();
  return run.result();
}
