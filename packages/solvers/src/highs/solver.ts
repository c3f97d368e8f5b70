import type { Model as QtwinModel } from "@qtwin/model";
import { checkFeasibility, isDiscrete, milpTarget, snapIntegers } from "@qtwin/model";
import type { Highs, Model as HighsModel, InterruptCallbackEvent, ModelData, VariableType } from "highs";
import type { SolveContext, SolveJob, SolverResult } from "../contract.ts";
import { defineSolver } from "../contract.ts";
import { solverError } from "../errors.ts";
import { loadHighs } from "./load.ts";

/** Time between two reports of an unchanged incumbent, so that a falling bound is seen too. */
const reportEveryMs = 250;

export default defineSolver({
  id: "highs",
  title: "HiGHS",
  accepts: {
    features: [...milpTarget.accepts],
    maxVariables: 2_000_000,
    maxConstraints: 2_000_000,
  },
  promises: {
    optimality: "proven",
    bound: true,
    boundMethod: "linear relaxation with cuts, branch and bound",
    anytime: true,
    warmStart: true,
    workUnit: "branch-and-bound nodes; a model without integers counts as one",
  },
  options: {
    heuristicEffort: {
      default: 0.05,
      min: 0,
      max: 1,
      unit: "1",
      doc: "Share of the work spent on finding solutions.",
    },
    presolve: { default: 1, min: 0, max: 1, unit: "1", doc: "0 leaves the model as it is before solving." },
  },
  solve,
});

async function solve(job: SolveJob, context: SolveContext): Promise<SolverResult> {
  const startMs = context.now();
  const highs = await loadHighs();
  const native = createNative(highs, job.model);
  try {
    setOptions(native, job, context.now() - startMs);
    if (job.warmStart) native.setSolution({ colValue: job.warmStart });
    native.run(callbacks(highs, job, context));
    return readResult(highs, native, job);
  } finally {
    native.dispose();
  }
}

function createNative(highs: Highs, model: QtwinModel): HighsModel {
  try {
    return highs.createModel(toHighs(highs, model));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw solverError("QT_SOLVERS_REJECTED", `HiGHS does not take the model: ${reason}`, model.name, cause);
  }
}

function toHighs(highs: Highs, model: QtwinModel): ModelData {
  const { variables, constraints, objective } = model;
  const { variableType, objectiveSense } = highs.constants;
  const domain = (_: unknown, index: number): VariableType =>
    isDiscrete(model, index) ? variableType.integer : variableType.continuous;
  const integrality = Int32Array.from({ length: variables.count }, domain);
  return {
    numCols: variables.count,
    numRows: constraints.count,
    sense: model.sense === "minimize" ? objectiveSense.minimize : objectiveSense.maximize,
    offset: objective.constant,
    colCost: objective.linear,
    colLower: variables.lower,
    colUpper: variables.upper,
    rowLower: constraints.lower,
    rowUpper: constraints.upper,
    matrix: {
      format: "csr",
      numRows: constraints.count,
      numCols: variables.count,
      starts: constraints.start,
      indices: constraints.column,
      values: constraints.value,
    },
    ...(integrality.includes(variableType.integer) ? { integrality } : {}),
  };
}

function setOptions(native: HighsModel, job: SolveJob, spentMs: number): void {
  native.options.set({
    output_flag: false,
    time_limit: Math.max(0, job.timeLimitMs - spentMs) / 1000,
    mip_rel_gap: job.gapLimit,
    random_seed: job.seed,
    mip_heuristic_effort: job.options.heuristicEffort ?? 0.05,
    presolve: job.options.presolve === 0 ? "off" : "choose",
    ...(job.workLimit === undefined ? {} : { mip_max_nodes: job.workLimit }),
  });
}

function callbacks(highs: Highs, job: SolveJob, context: SolveContext): Parameters<HighsModel["run"]>[0] {
  const { mipImprovingSolution, mipInterrupt, simplexInterrupt, ipmInterrupt } = highs.constants.callbackType;
  const deadlineMs = context.now() + job.timeLimitMs;
  let reportedMs = context.now();
  let bestObjective: number | null = null;
  const stopIfAsked = (event: InterruptCallbackEvent): void => {
    if (context.stopRequested() || context.now() > deadlineMs) event.interrupt();
  };
  return {
    [mipImprovingSolution]({ data }): undefined {
      bestObjective = finite(data.objective_function_value);
      const solution = data.mip_solution ? { solution: data.mip_solution } : {};
      context.onProgress({ objective: bestObjective, bound: finite(data.mip_dual_bound), ...solution });
      reportedMs = context.now();
    },
    [mipInterrupt](event): undefined {
      stopIfAsked(event);
      if (context.now() - reportedMs < reportEveryMs) return;
      reportedMs = context.now();
      context.onProgress({ objective: bestObjective, bound: finite(event.data.mip_dual_bound) });
    },
    [simplexInterrupt](event): undefined {
      stopIfAsked(event);
    },
    [ipmInterrupt](event): undefined {
      stopIfAsked(event);
    },
  };
}

function readResult(highs: Highs, native: HighsModel, job: SolveJob): SolverResult {
  const { modelStatus } = highs.constants;
  const status = native.getModelStatus();
  if (status === modelStatus.infeasible) return { status: "infeasible", solution: null, bound: null };
  if (status === modelStatus.unbounded || status === modelStatus.unboundedOrInfeasible)
    return { status: tellUnbounded(highs, native, job.model.variables.count), solution: null, bound: null };
  const bound = boundOf(highs, native, job.model);
  if (native.info.get("primal_solution_status") !== 2) {
    const limits: readonly number[] = [
      modelStatus.timeLimit,
      modelStatus.iterationLimit,
      modelStatus.solutionLimit,
      modelStatus.interrupted,
    ];
    if (limits.includes(status)) return { status: "time-limit", solution: null, bound };
    throw solverError("QT_SOLVERS_NO_RESULT", `HiGHS ended with status ${status} and no solution.`);
  }
  const proven = status === modelStatus.optimal || status === modelStatus.empty;
  return { status: proven ? "optimal" : "feasible", solution: polished(highs, native, job.model), bound };
}

/** With a zero objective a feasible model is optimal: then the true objective was what had no limit. */
function tellUnbounded(highs: Highs, native: HighsModel, columnCount: number): "infeasible" | "unbounded" {
  for (let column = 0; column < columnCount; column++) native.changeColCost(column, 0);
  native.clearSolver();
  native.run();
  return native.getModelStatus() === highs.constants.modelStatus.infeasible ? "infeasible" : "unbounded";
}

function boundOf(highs: Highs, native: HighsModel, model: QtwinModel): number | null {
  const mixed = model.variables.kind.some((_, index) => isDiscrete(model, index));
  if (mixed) return finite(native.info.get("mip_dual_bound"));
  const { optimal, empty } = highs.constants.modelStatus;
  const status = native.getModelStatus();
  return status === optimal || status === empty ? native.getObjectiveValue() : null;
}

/**
 * The solution with whole integers. Where rounding them breaks a row (large coefficients), they are fixed and the
 * continuous rest is solved again.
 */
function polished(highs: Highs, native: HighsModel, model: QtwinModel): Float64Array {
  const found = native.getSolution().colValue;
  const snapped = snapIntegers(model, found);
  if (checkFeasibility(model, snapped).feasible) return snapped;
  snapped.forEach((value, column) => {
    if (!isDiscrete(model, column)) return;
    native.changeColIntegrality(column, highs.constants.variableType.continuous);
    native.changeColBounds(column, Math.round(value), Math.round(value));
  });
  native.run();
  const optimal = native.getModelStatus() === highs.constants.modelStatus.optimal;
  return optimal ? native.getSolution().colValue : found;
}

const finite = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;
