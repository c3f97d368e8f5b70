import { defineSolver, type SolveContext, type SolveJob, type SolverResult } from "../contract.ts";
import { solverError } from "../errors.ts";
import { loadHighs } from "../highs/load.ts";
import { findFirst } from "./first-packing.ts";
import { Incumbent } from "./incumbent.ts";
import type { Knapsack } from "./instance.ts";
import { knapsackFeatures, readKnapsack, whyNoKnapsack } from "./read-knapsack.ts";
import { Rounds } from "./rounds.ts";
import { solveLinear, withoutPrices } from "./solve-core.ts";

export default defineSolver({
  id: "knapsack",
  title: "Knapsack with choices",
  accepts: {
    features: knapsackFeatures,
    maxVariables: 1_000_000,
    maxConstraints: 1_000_000,
    recognise: whyNoKnapsack,
  },
  promises: {
    optimality: "proven",
    bound: true,
    boundMethod: "linear relaxation, then branch and cut over the items it leaves open",
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
  const first = findFirst({ highs, knapsack, linear, incumbent, job, stop });
  if (first === "infeasible") return infeasible;
  const rounds = new Rounds({
    highs,
    knapsack,
    relaxation: linear.relaxation,
    incumbent,
    job,
    context,
    stop,
    spent: first,
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
