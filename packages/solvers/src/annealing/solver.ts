import { createRandom, type Random } from "@qtwin/core";
import type { SolveContext, SolveJob, SolverResult } from "../contract.ts";
import { defineSolver } from "../contract.ts";
import { anneal } from "../search/anneal.ts";
import { openQuboRun, type QuboRun, searchAcceptance, searchPromises } from "../search/qubo-run.ts";
import { temperatureRange } from "../search/temperatures.ts";

/** Sweeps of the first cooling, and how many coolings of each length before it doubles. */
const firstSweeps = 100;
const coolingsPerLength = 4;

export default defineSolver({
  id: "annealing",
  title: "Simulated annealing",
  accepts: searchAcceptance,
  promises: searchPromises,
  options: {
    sweeps: {
      default: 0,
      min: 0,
      max: 10_000_000,
      unit: "1",
      doc: "Sweeps of one cooling; 0: from 100 on, doubled every four coolings.",
    },
  },
  solve,
});

async function solve(job: SolveJob, context: SolveContext): Promise<SolverResult> {
  const run = await openQuboRun(job, context);
  coolAgainAndAgain(run, job.options.sweeps ?? 0, createRandom(job.seed));
  return run.result();
}

/** Every other cooling starts anew from the hot end; the ones between reheat the best so far. */
function coolAgainAndAgain(run: QuboRun, fixedSweeps: number, random: Random): void {
  const { search } = run;
  const range = temperatureRange(run.qubo);
  for (let cooling = 0; !run.isOver(); cooling++) {
    const sweeps = fixedSweeps || firstSweeps * 2 ** Math.floor(cooling / coolingsPerLength);
    const best = run.received() ?? run.bestBits;
    if (cooling % 2 === 1 && best) search.moveTo(best);
    const share = cooling % 2 === 1 ? 0.3 + 0.5 * random.next() : 1;
    anneal(run, { hot: share * range.hot, cold: range.cold }, sweeps);
    if (cooling % 2 === 1 && best) search.takeBetterParts(best);
    run.offer();
  }
}
