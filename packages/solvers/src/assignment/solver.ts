import { createRandom } from "@qtwin/core";
import { openAssignment } from "@qtwin/kernel";
import type { Model } from "@qtwin/model";
import type { SolveContext, SolveJob, SolverResult } from "../contract.ts";
import { defineSolver } from "../contract.ts";
import { solverError } from "../errors.ts";
import { AssignmentRun } from "./assignment-run.ts";
import { PairSearch } from "./pair-search.ts";
import { hasFactors, readAssignment } from "./problem.ts";

const hasNoVariables = (model: Model): boolean => model.variables.count === 0;

function recognise(model: Model): readonly string[] {
  if (hasNoVariables(model)) return [];
  const problem = readAssignment(model);
  return "reasons" in problem
    ? problem.reasons.map((reason) => `This is no quadratic assignment: ${reason}`)
    : [];
}

export default defineSolver({
  id: "assignment",
  title: "Quadratic assignment",
  accepts: {
    features: [
      "choice",
      "fixed-binary",
      "maximize",
      "quadratic-objective",
      "linear-equality",
      "linear-inequality",
      "at-most-one-row",
      "exactly-one",
      "at-most",
      "permutation",
    ],
    maxVariables: 1_000_000,
    maxConstraints: 1_000_000,
    recognise,
  },
  promises: {
    optimality: "none",
    bound: true,
    boundMethod: "Gilmore–Lawler; branch and bound on small ones",
    anytime: true,
    warmStart: true,
    workUnit: "iterations of tabu search",
  },
  options: {
    members: {
      default: 12,
      min: 2,
      max: 200,
      unit: "1",
      doc: "Members of the population; more keep variety longer.",
    },
  },
  solve,
});

async function solve(job: SolveJob, context: SolveContext): Promise<SolverResult> {
  const startMs = context.now();
  const { model } = job;
  if (hasNoVariables(model))
    return { status: "optimal", solution: new Float64Array(), bound: model.objective.constant };
  const problem = readAssignment(model);
  if ("reasons" in problem)
    throw solverError("QT_SOLVERS_NOT_APPLICABLE", problem.reasons.join(" "), model.name);
  const { cost, barred } = problem;
  if (barred && barred.allowed === null) return { status: "infeasible", solution: null, bound: null };
  const search = hasFactors(cost) ? await openAssignment(cost) : new PairSearch(cost);
  const deadlineMs = startMs + job.timeLimitMs;
  return new AssignmentRun(problem, search, createRandom(job.seed), job, context, deadlineMs).toTheEnd();
}
