import type { Answer, FeasibilityReport, Model } from "@qtwin/model";
import {
  checkFeasibility,
  isDiscrete,
  objectiveScale,
  objectiveValue,
  relativeGap,
  snapIntegers,
  variableKinds,
} from "@qtwin/model";

/**
 * Distance of objective and bound, relative to the objective or its scale, that is rounding: solvers hold rows and integers to
 * about 1e-6 only, so that their bound may differ that much, times a coefficient, from an exact solution.
 */
const roundingDistance = 1e-5;
const none: ReadonlySet<number> = new Set();

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
  /** Whether every objective is a whole number, so that bounds can be rounded to one. */
  private readonly isWhole: boolean;
  private readonly scale: number;

  constructor(model: Model) {
    this.model = model;
    this.sign = model.sense === "minimize" ? 1 : -1;
    this.isWhole = hasWholeObjective(model);
    this.scale = objectiveScale(model);
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

  /**
   * @param told bounds its source was told: to say one again proves nothing, and must not outlive who proved it
   * @returns whether the best bound moved
   */
  offerBound(claimed: number | null, by: Source, told: ReadonlySet<number> = none): boolean {
    if (claimed === null || !Number.isFinite(claimed) || this.distrusted.has(by)) return false;
    const value = this.isWhole ? this.rounded(claimed) : claimed;
    const before = this.bound;
    const own = this.bounds.get(by);
    if (own !== undefined && this.sign * (value - own) <= 0) return false;
    if (told.has(value)) return false;
    // Anew, so that of equal bounds the one that was there first comes first.
    this.bounds.delete(by);
    this.bounds.set(by, value);
    return this.bound !== before;
  }

  /** The whole number a bound means, when it is at most rounding away from it. */
  private rounded(bound: number): number {
    const slack = Math.min(0.5, 1e-6 * Math.max(1, Math.abs(bound)));
    return this.sign > 0 ? Math.ceil(bound - slack) : Math.floor(bound + slack);
  }

  private rounding(objective: number): number {
    const distance = roundingDistance * Math.max(this.scale, Math.abs(objective));
    return this.isWhole ? Math.min(0.5, distance) : distance;
  }

  /** Whose bounds contradict the best solution; they are withdrawn, once. */
  withdrawWrongBounds(): readonly { readonly by: Source; readonly value: number }[] {
    const best = this.best;
    if (!best) return [];
    const wrong = [...this.bounds]
      .filter(([, value]) => this.crossing(value, best.objective) > this.rounding(best.objective))
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
    if (!this.best) return best;
    const crossing = this.crossing(best, this.best.objective);
    return crossing > 0 && crossing <= this.rounding(this.best.objective) ? this.best.objective : best;
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
    return gap <= gapLimit || (claimed && Math.abs(best.objective - bound) <= this.rounding(best.objective));
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

const whole = new WeakMap<Model, boolean>();

/** Models do not change, and objectives can have millions of products. */
function hasWholeObjective(model: Model): boolean {
  const isWhole = whole.get(model) ?? findWholeObjective(model);
  whole.set(model, isWhole);
  return isWhole;
}

function findWholeObjective(model: Model): boolean {
  const { objective, constraints, structures, uncertainty, variables } = model;
  const soft = [...constraints.meaning, ...structures.map(({ meaning }) => meaning)];
  if (uncertainty || soft.some(({ pricePerUnit }) => pricePerUnit !== undefined)) return false;
  const { linear, constant, quadratic, higher } = objective;
  const hasWholeNumbers = [[constant], linear, quadratic.value, higher.value].every(areWhole);
  if (!hasWholeNumbers || !variables.kind.includes(continuousKind)) return hasWholeNumbers;
  const isFree = (column: number): boolean => !isDiscrete(model, column);
  const factors = [quadratic.left, quadratic.right, higher.factor];
  return (
    !linear.some((value, column) => value !== 0 && isFree(column)) &&
    !factors.some((each) => each.some(isFree))
  );
}

const continuousKind = variableKinds.indexOf("continuous");

function areWhole(values: ArrayLike<number>): boolean {
  for (let at = 0; at < values.length; at++) if (!Number.isInteger(values[at])) return false;
  return true;
}
