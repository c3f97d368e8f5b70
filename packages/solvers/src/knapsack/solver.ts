import { createRandom } from "@qtwin/core";
import { defineSolver, type SolveContext, type SolveJob, type SolverResult } from "../contract.ts";
import { solverError } from "../errors.ts";
import { loadHighs } from "../highs/load.ts";
import { Incumbent, packingOfSolution } from "./incumbent.ts";
import type { Knapsack } from "./instance.ts";
import { knapsackFeatures, readKnapsack } from "./read-knapsack.ts";
import { repair } from "./repair.ts";
import { Rounds } from "./rounds.ts";
import { type LinearRelaxation, solveCore, solveLinear, withoutPrices } from "./solve-core.ts";

/** Exchanges with which a packing that does not fit is tried to be repaired. */
const repairSteps = 5000;

export default defineSolver({
  id: "knapsack",
  title: "Knapsack with choices",
  accepts: {
    features: knapsackFeatures,
    maxVariables: 1_000_000,
    maxConstraints: 1_000_000,
    recognise: (model) => readKnapsack(model).reasons,
  },
  promises: {
    optimality: "proven",
    bound: true,
    anytime: true,
    warmStart: true,
    workUnit: "20,000 nodes of the neighbourhood searches, or one branch-and-bound node of a core",
  },
  options: {},
  solve,
});

async function solve(job: SolveJob, context: SolveContext): Promise<SolverResult> {
  const deadlineMs = context.now() + job.timeLimitMs;
  const stop = (): boolean => context.stopRequested() || context.now() > deadlineMs;
  const { knapsack, reasons } = readKnapsack(job.model);
  if (!knapsack) throw solverError("QT_SOLVERS_NOT_APPLICABLE", reasons.join(" "), job.model.name);
  if (hasEmptyClass(knapsack)) return infeasible;
  const highs = await loadHighs();
  const linear = solveLinear(highs, knapsack, stop) ?? withoutPrices(knapsack);
  if (linear === "infeasible") return infeasible;
  const incumbent = new Incumbent(knapsack, job, context);
  incumbent.lower(linear.relaxation.bound);
  start(knapsack, linear, incumbent, job, stop);
  if (incumbent.solution === null) {
    const kept = new Uint8Array(knapsack.value.length).fill(1);
    const options = { kept, target: -Infinity, maxNodes: 2 ** 30, seed: job.seed, firstOnly: true, stop };
    const { packing, exhausted } = solveCore(highs, knapsack, options);
    if (packing) incumbent.offer(packing);
    else if (exhausted) return infeasible;
  }
  const rounds = new Rounds({
    highs,
    knapsack,
    relaxation: linear.relaxation,
    incumbent,
    job,
    context,
    stop,
  });
  if (incumbent.solution) rounds.run();
  return resultOf(incumbent);
}

const infeasible: SolverResult = { status: "infeasible", solution: null, bound: null };

function resultOf(incumbent: Incumbent): SolverResult {
  const { solution, modelBound: bound } = incumbent;
  if (!solution) return { status: "time-limit", solution, bound };
  return { status: incumbent.isClosed() ? "optimal" : "feasible", solution, bound };
}

function hasEmptyClass({ start, classCount }: Knapsack): boolean {
  for (let each = 0; each < classCount; each++) if (start[each] === start[each + 1]) return true;
  return false;
}

/** The packings to start from: what was handed over, and the rounded linear relaxation; both repaired where they do not fit. */
function start(
  knapsack: Knapsack,
  { relaxation, nearest }: LinearRelaxation,
  incumbent: Incumbent,
  job: SolveJob,
  stop: () => boolean,
): void {
  const random = createRandom(job.seed);
  const packings = job.warmStart ? [packingOfSolution(knapsack, job.warmStart), nearest] : [nearest];
  for (const packing of packings)
    if (repair(knapsack, relaxation, packing, repairSteps, random, stop)) incumbent.offer(packing);
}
