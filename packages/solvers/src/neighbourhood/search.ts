import { QtwinError } from "@qtwin/core";
import { checkFeasibility, type Model, objectiveValue, snapIntegers } from "@qtwin/model";
import type { SolveContext } from "../contract.ts";
import type { Freedom } from "./kept-orders.ts";
import { type Landscape, landscapeOf } from "./landscape.ts";
import { listOf } from "./lists.ts";
import { restrict } from "./restrict.ts";
import type { SubOutcome, SubSolver } from "./sub-solvers/sub-solver.ts";
import { tooLarge } from "./sub-solvers/sub-solver.ts";

export interface StepOutcome {
  readonly end: SubOutcome["end"];
  /** How much better the incumbent became, 0: not. */
  readonly gain: number;
  /** The incumbent is proven to be an optimum of the whole model. */
  readonly proven: boolean;
}

export interface StepLimits {
  readonly seed: number;
  readonly timeLimitMs: number;
}

/** Rounding of a proven optimum, relative to its objective. */
const rounding = 1e-6;

/** An incumbent, and how one neighbourhood makes it better. It is feasible at any time and never gets worse. */
export class Search {
  readonly landscape: Landscape;
  objective: number;
  private readonly subSolver: SubSolver;
  private readonly context: Pick<SolveContext, "now" | "stopRequested">;

  /** @param values feasible */
  constructor(
    model: Model,
    values: Float64Array,
    subSolver: SubSolver,
    context: Pick<SolveContext, "now" | "stopRequested">,
  ) {
    this.landscape = landscapeOf(model, values, subSolver.takesFollowers);
    this.objective = objectiveValue(model, values);
    this.subSolver = subSolver;
    this.context = context;
  }

  get values(): Float64Array {
    return this.landscape.values;
  }

  /** Decides the blocks anew; takes what is feasible and no worse. */
  async step(blocks: readonly number[], limits: StepLimits): Promise<StepOutcome> {
    const { model, incidence } = this.landscape;
    const freedom = this.freedomOf(blocks);
    const freesAll = this.freesAll(freedom);
    const restriction = restrict(model, incidence, freedom);
    const isWhole = freesAll && !restriction.keepsOrders;
    if (restriction.columns.length === 0) return { end: "done", gain: 0, proven: false };
    const outcome = await this.solve({
      model: restriction.model,
      start: restriction.encode(this.values),
      context: this.context,
      ...limits,
    });
    const found = outcome.values && restriction.decode(outcome.values);
    const gain = found && this.offer(found);
    const proven = isWhole && outcome.optimal && gain !== null && this.isAsGood(found!);
    return { end: outcome.end, gain: gain ?? 0, proven };
  }

  /** @returns how much better it is; 0 when it is as good and taken, or worse and not; null when it is not feasible */
  offer(candidate: Float64Array): number | null {
    const { model } = this.landscape;
    const values = snapIntegers(model, candidate);
    const objective = objectiveValue(model, values);
    const gain = model.sense === "minimize" ? this.objective - objective : objective - this.objective;
    if (!checkFeasibility(model, values).feasible) return null;
    if (!(gain >= 0)) return 0;
    this.landscape.values = values;
    this.objective = objective;
    return gain;
  }

  /** What is called an optimum is not worse than the incumbent, up to rounding. */
  private isAsGood(candidate: Float64Array): boolean {
    const { model } = this.landscape;
    const distance = Math.abs(objectiveValue(model, snapIntegers(model, candidate)) - this.objective);
    return distance <= rounding * Math.max(1, Math.abs(this.objective));
  }

  private async solve(task: Parameters<SubSolver["solve"]>[0]): Promise<SubOutcome> {
    try {
      return await this.subSolver.solve(task);
    } catch (error) {
      if (error instanceof QtwinError && error.kind === "unsupported") return tooLarge;
      throw error;
    }
  }

  private freedomOf(blocks: readonly number[]): Freedom {
    const { blocks: all } = this.landscape;
    const chosen = new Uint8Array(all.of.length);
    for (const block of blocks) for (const column of listOf(all.columns, block)) chosen[column] = 1;
    const free = all.follows.slice();
    chosen.forEach((each, column) => {
      if (each === 1) free[column] = 1;
    });
    return { values: this.values, free, chosen };
  }

  /** Whether every column was open: if no order is kept either, an optimum of the neighbourhood is one of the model. */
  private freesAll({ free }: Freedom): boolean {
    const { lower, upper } = this.landscape.model.variables;
    return free.every((each, column) => each === 1 || lower[column] === upper[column]);
  }
}
