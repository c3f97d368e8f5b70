import type { Model as QtwinModel } from "@qtwin/model";
import { checkFeasibility, isDiscrete, milpTarget, objectiveScale, snapIntegers } from "@qtwin/model";
import type { Highs, Model as HighsModel, InterruptCallbackEvent, ModelData, VariableType } from "highs";
import type { SolveContext, SolveJob, SolverResult } from "../contract.ts";
import { defineSolver } from "../contract.ts";
import { solverError } from "../errors.ts";
import { loadHighs } from "./load.ts";

/** Time between two reports of an unchanged incumbent, so that a falling bound is seen too. */
const reportEveryMs = 250;
/** Of the time limit, at most so much is spent on the continuous values of a start. */
const polishShare = 0.25;

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
  // A power of two: HiGHS takes costs below its tolerances for nothing.
  const unit = 2 ** Math.floor(Math.log2(objectiveScale(job.model)));
  const native = createNative(highs, job.model, unit);
  try {
    setOptions(native, job, context.now() - startMs);
    if (job.warmStart)
      native.setSolution({ colValue: polishedStart(highs, job, job.warmStart, context, unit) });
    return new Run(highs, native, job, context, startMs, unit).result();
  } finally {
    native.dispose();
  }
}

function createNative(highs: Highs, model: QtwinModel, unit: number): HighsModel {
  try {
    return highs.createModel(toHighs(highs, model, unit));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw solverError("QT_SOLVERS_REJECTED", `HiGHS does not take the model: ${reason}`, model.name, cause);
  }
}

/** @param unit what objectives are counted in */
function toHighs(highs: Highs, model: QtwinModel, unit: number): ModelData {
  const { variables, constraints, objective } = model;
  const { variableType, objectiveSense } = highs.constants;
  const domain = (_: unknown, index: number): VariableType =>
    isDiscrete(model, index) ? variableType.integer : variableType.continuous;
  const integrality = Int32Array.from({ length: variables.count }, domain);
  return {
    numCols: variables.count,
    numRows: constraints.count,
    sense: model.sense === "minimize" ? objectiveSense.minimize : objectiveSense.maximize,
    offset: objective.constant / unit,
    colCost: unit === 1 ? objective.linear : objective.linear.map((cost) => cost / unit),
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

/**
 * The start with the best continuous values for its integers: HiGHS takes a feasible start as it is. Where a feasible one takes longer than
 * a quarter of the time, or there are no such values, the start stays.
 */
function polishedStart(
  highs: Highs,
  job: SolveJob,
  start: Float64Array,
  context: SolveContext,
  unit: number,
): Float64Array {
  const { variables } = job.model;
  const isFixed = Array.from(variables.kind, (_, index) => isDiscrete(job.model, index));
  if (!isFixed.includes(true) || !isFixed.includes(false)) return start;
  const native = createNative(highs, job.model, unit);
  try {
    // Of a start that breaks rows HiGHS would seek these values itself.
    const limitMs = (checkFeasibility(job.model, start).feasible ? polishShare : 1) * job.timeLimitMs;
    const until = context.now() + limitMs;
    isFixed.forEach((fixed, column) => {
      if (!fixed) return;
      native.changeColIntegrality(column, highs.constants.variableType.continuous);
      const value = Math.round(start[column]!);
      native.changeColBounds(column, value, value);
    });
    native.options.set({ output_flag: false, time_limit: limitMs / 1000 });
    const stopIfAsked = (event: InterruptCallbackEvent): undefined => {
      if (context.stopRequested() || context.now() > until) event.interrupt();
    };
    const { simplexInterrupt, ipmInterrupt } = highs.constants.callbackType;
    native.run({ [simplexInterrupt]: stopIfAsked, [ipmInterrupt]: stopIfAsked });
    const isSolved = native.getModelStatus() === highs.constants.modelStatus.optimal;
    return isSolved ? Float64Array.from(native.getSolution().colValue) : start;
  } finally {
    native.dispose();
  }
}

type Interrupts = Readonly<Record<number, (event: InterruptCallbackEvent) => undefined>>;

/** One model in HiGHS, solved and read. */
class Run {
  private readonly highs: Highs;
  private readonly native: HighsModel;
  private readonly job: SolveJob;
  private readonly context: SolveContext;
  private readonly deadlineMs: number;
  private readonly unit: number;
  private reportedMs: number;
  private bestObjective: number | null = null;

  constructor(
    highs: Highs,
    native: HighsModel,
    job: SolveJob,
    context: SolveContext,
    startMs: number,
    unit: number,
  ) {
    this.highs = highs;
    this.native = native;
    this.job = job;
    this.context = context;
    this.deadlineMs = startMs + job.timeLimitMs;
    this.unit = unit;
    this.reportedMs = context.now();
  }

  result(): SolverResult {
    this.native.run(this.reports());
    const { modelStatus } = this.highs.constants;
    const status = this.native.getModelStatus();
    if (status === modelStatus.infeasible) return { status: "infeasible", solution: null, bound: null };
    if (status === modelStatus.unbounded || status === modelStatus.unboundedOrInfeasible)
      return { status: this.tellUnbounded(), solution: null, bound: null };
    const bound = this.bound();
    if (this.native.info.get("primal_solution_status") !== 2) {
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
    return { status: proven ? "optimal" : "feasible", solution: this.polished(), bound };
  }

  /** Asked from inside HiGHS whether to stop. */
  private interrupts(): Interrupts {
    const { mipInterrupt, simplexInterrupt, ipmInterrupt } = this.highs.constants.callbackType;
    const stopIfAsked = (event: InterruptCallbackEvent): undefined => {
      if (this.context.stopRequested() || this.context.now() > this.deadlineMs) event.interrupt();
    };
    return { [mipInterrupt]: stopIfAsked, [simplexInterrupt]: stopIfAsked, [ipmInterrupt]: stopIfAsked };
  }

  /** The same, and what is told of a solve under way. */
  private reports(): Parameters<HighsModel["run"]>[0] {
    const { mipImprovingSolution, mipInterrupt } = this.highs.constants.callbackType;
    const interrupts = this.interrupts();
    return {
      ...interrupts,
      [mipImprovingSolution]: ({ data }): undefined => {
        this.bestObjective = this.inModel(data.objective_function_value);
        this.report(data.mip_dual_bound, data.mip_solution ? { solution: data.mip_solution } : {});
      },
      [mipInterrupt]: (event): undefined => {
        interrupts[mipInterrupt]!(event);
        if (this.context.now() - this.reportedMs >= reportEveryMs) this.report(event.data.mip_dual_bound, {});
      },
    };
  }

  private report(bound: unknown, solution: { readonly solution?: Float64Array }): void {
    this.reportedMs = this.context.now();
    this.context.onProgress({ objective: this.bestObjective, bound: this.inModel(bound), ...solution });
  }

  /** With a zero objective a feasible model has a solution: then the true objective was what had no limit. */
  private tellUnbounded(): SolverResult["status"] {
    const { native, job, highs } = this;
    for (let column = 0; column < job.model.variables.count; column++) native.changeColCost(column, 0);
    native.clearSolver();
    // Limits of the first run count on.
    native.run(this.interrupts());
    if (native.getModelStatus() === highs.constants.modelStatus.infeasible) return "infeasible";
    return native.info.get("primal_solution_status") === 2 ? "unbounded" : "time-limit";
  }

  private bound(): number | null {
    const { native, highs, job } = this;
    const mixed = job.model.variables.kind.some((_, index) => isDiscrete(job.model, index));
    if (mixed) return this.inModel(native.info.get("mip_dual_bound"));
    const { optimal, empty } = highs.constants.modelStatus;
    const status = native.getModelStatus();
    return status === optimal || status === empty ? this.inModel(native.getObjectiveValue()) : null;
  }

  /**
   * The solution with whole integers. Where rounding them breaks a row (large coefficients), they are fixed and the
   * continuous rest is solved again.
   */
  private polished(): Float64Array {
    const { native, highs, job } = this;
    const found = native.getSolution().colValue;
    const snapped = snapIntegers(job.model, found);
    if (checkFeasibility(job.model, snapped).feasible) return snapped;
    snapped.forEach((value, column) => {
      if (!isDiscrete(job.model, column)) return;
      native.changeColIntegrality(column, highs.constants.variableType.continuous);
      native.changeColBounds(column, Math.round(value), Math.round(value));
    });
    native.run(this.interrupts());
    const optimal = native.getModelStatus() === highs.constants.modelStatus.optimal;
    return optimal ? native.getSolution().colValue : found;
  }

  /** Null where HiGHS has no number yet. */
  private inModel(value: unknown): number | null {
    return typeof value === "number" && Number.isFinite(value) ? value * this.unit : null;
  }
}
