import type { Answer, FeasibilityReport, Model } from "@qtwin/model";
import { checkFeasibility, objectiveValue, relativeGap, snapIntegers } from "@qtwin/model";

/**
 * Distance of objective and bound, scaled by max(1, |objective|), that is rounding: solvers hold rows and integers to
 * about 1e-6 only, so that their bound may differ that much, times a coefficient, from an exact solution.
 */
const roundingDistance = 1e-5;

/** A solution checked on the model as given. */
export interface Checked {
  readonly solution: Float64Array;
  readonly feasibility: FeasibilityReport;
  readonly objective: number;
}

/** Checks values with integers rounded, or as they are where rounding breaks a row. */
export function checkValues(model: Model, claimed: Float64Array): Checked {
  const snapped = snapIntegers(model, claimed);
  const report = checkFeasibility(model, snapped);
  const raw = report.feasible ? report : checkFeasibility(model, claimed);
  const solution = !report.feasible && raw.feasible ? claimed : snapped;
  const feasibility = raw.feasible ? raw : report;
  return { solution, feasibility, objective: objectiveValue(model, solution) };
}

/** What is known of a model while solvers work on it: nothing they say about their solutions is taken over unchecked. */
export class Standing<Source> {
  best: (Checked & { readonly by: Source }) | null = null;
  private readonly model: Model;
  private readonly bounds = new Map<Source, number>();
  private readonly distrusted = new Set<Source>();
  /** 1 where less is better. */
  private readonly sign: 1 | -1;

  constructor(model: Model) {
    this.model = model;
    this.sign = model.sense === "minimize" ? 1 : -1;
  }

  /** Takes a solution that is feasible and better than the best. @returns whether it was taken, and the check */
  offer(claimed: Float64Array, by: Source): { readonly taken: boolean; readonly checked: Checked } {
    const checked = checkValues(this.model, claimed);
    const better =
      checked.feasibility.feasible &&
      (!this.best || this.sign * (checked.objective - this.best.objective) < 0);
    if (better) this.best = { ...checked, by };
    return { taken: better, checked };
  }

  /** @returns whether the best bound moved */
  offerBound(value: number | null, by: Source): boolean {
    if (value === null || !Number.isFinite(value) || this.distrusted.has(by)) return false;
    const before = this.bound;
    const own = this.bounds.get(by);
    if (own !== undefined && this.sign * (value - own) <= 0) return false;
    this.bounds.set(by, value);
    return this.bound !== before;
  }

  /** Whose bounds contradict the best solution; they are withdrawn, once. */
  withdrawWrongBounds(): readonly { readonly by: Source; readonly value: number }[] {
    const best = this.best;
    if (!best) return [];
    const wrong = [...this.bounds]
      .filter(([, value]) => this.crossing(value, best.objective) > rounding(best.objective))
      .map(([by, value]) => ({ by, value }));
    for (const { by } of wrong) this.distrust(by);
    return wrong;
  }

  /** No bound of this source counts from now on. */
  distrust(by: Source): void {
    this.bounds.delete(by);
    this.distrusted.add(by);
  }

  /** The best bound of all, on the right side of the best solution: beyond it by rounding, it is moved onto it. */
  get bound(): number | null {
    const values = [...this.bounds.values()];
    if (values.length === 0) return null;
    const best = this.sign > 0 ? Math.max(...values) : Math.min(...values);
    const isBeyond = this.best !== null && this.crossing(best, this.best.objective) > 0;
    return isBeyond ? this.best!.objective : best;
  }

  /** Whose bound is the best one. */
  get boundBy(): Source | null {
    const [first] = [...this.bounds].sort(([, a], [, b]) => this.sign * (b - a));
    return first?.[0] ?? null;
  }

  get gap(): number | null {
    const [best, bound] = [this.best, this.bound];
    return best === null || bound === null ? null : relativeGap(best.objective, bound);
  }

  /** @param claimed whether a solver says that it is optimal, so that rounding may be all that is left of the gap */
  isProven(gapLimit: number, claimed: boolean): boolean {
    const [best, bound, gap] = [this.best, this.bound, this.gap];
    if (best === null || bound === null || gap === null) return false;
    return gap <= gapLimit || (claimed && Math.abs(best.objective - bound) <= rounding(best.objective));
  }

  answer(gapLimit: number, claimed: boolean): Pick<Answer, "status" | AnswerParts> {
    const { best, bound, gap } = this;
    if (!best)
      return { status: "time-limit", objective: null, bound, gap: null, solution: null, feasibility: null };
    const { objective, solution, feasibility } = best;
    const status = this.isProven(gapLimit, claimed) ? "optimal" : "feasible";
    return { status, objective, bound, gap, solution, feasibility };
  }

  private crossing(bound: number, objective: number): number {
    return this.sign * (bound - objective);
  }
}

type AnswerParts = "objective" | "bound" | "gap" | "solution" | "feasibility";

const rounding = (objective: number): number => roundingDistance * Math.max(1, Math.abs(objective));
