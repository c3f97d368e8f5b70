import { createRandom, type Random } from "@qtwin/core";
import type { SolveContext, SolveJob, SolverResult } from "../contract.ts";
import { defineSolver } from "../contract.ts";
import { openQuboRun, type QuboRun, searchAcceptance, searchPromises } from "../search/qubo-run.ts";
import { fieldSpread } from "../search/temperatures.ts";

const timeStep = 0.5;
/** Steps of the first run, and how many runs of each length before it doubles. */
const firstSteps = 200;
const runsPerLength = 4;
const stepsBetweenLooks = 20_000;

export default defineSolver({
  id: "bifurcation",
  title: "Discrete simulated bifurcation",
  accepts: searchAcceptance,
  promises: searchPromises,
  options: {
    steps: {
      default: 0,
      min: 0,
      max: 10_000_000,
      unit: "1",
      doc: "Steps of one run; 0: from 200 on, doubled every four runs.",
    },
  },
  solve,
});

async function solve(job: SolveJob, context: SolveContext): Promise<SolverResult> {
  const run = await openQuboRun(job, context);
  const random = createRandom(job.seed);
  const strength = 1 / (fieldSpread(run.qubo) || 1);
  for (let round = 0; !run.isOver(); round++) {
    const steps = job.options.steps || firstSteps * 2 ** Math.floor(round / runsPerLength);
    bifurcate(run, steps, strength, random);
  }
  return run.result();
}

/** One run from a random start near the origin; what it ends at falls into its minimum. */
function bifurcate(run: QuboRun, steps: number, strength: number, random: Random): void {
  const { search } = run;
  const near = (): Float64Array => Float64Array.from({ length: search.count }, () => random.next() / 5 - 0.1);
  search.setOscillators(near(), near());
  const batch = Math.ceil(stepsBetweenLooks / search.count);
  for (let done = 0; done < steps && !run.isOver(); done += batch) {
    const end = Math.min(steps, done + batch);
    for (let step = done; step < end; step++) search.bifurcate(1 - step / steps, strength, timeStep);
    run.spend((end - done) * search.count);
  }
  while (search.sweep(0) > 0) run.spend(search.count);
  run.offer();
}
