import type { AnswerStatus } from "../answer.ts";
import type { Compiled } from "../compile/compile.ts";
import { modelError } from "../errors.ts";
import { objectiveTermValue } from "../evaluate.ts";
import type { Model } from "../model.ts";
import { type Goal, goalTolerance, goalValue, holding, optimising, withGoals } from "./goal.ts";
import { runStages, type SolveOne } from "./stages.ts";
import { requireTerm } from "./weighted.ts";

export interface ParetoOptions {
  /** Two objective terms or more; the others are left out. The prices of soft constraints go with the first. */
  readonly termIds: readonly string[];
  /** Limits tried for each term but the first, at least 2; there are points^(terms − 1) of them at most. */
  readonly points: number;
}

/** A solution that no other one found beats in every term. */
export interface ParetoPoint {
  /** Of the terms in the order asked for, in their units and without weights. */
  readonly values: readonly number[];
  /** Limits of all terms but the first under which it was found, in the same units. */
  readonly limits: readonly number[];
  /** Proven: under these limits the first term (with the prices of soft constraints) is not better; null without proof. */
  readonly bound: number | null;
  readonly status: AnswerStatus;
  /** Values of the model. */
  readonly solution: Float64Array;
}

export interface ParetoFront {
  /** By falling quality of the first term. */
  readonly points: readonly ParetoPoint[];
  /** How many models were solved, and how many of them had no solution. */
  readonly solved: number;
  readonly infeasible: number;
}

/** Share of the first term's range that the other terms' ranges weigh in the augmented objective. */
const augmentation = 1e-3;
/** Room of a limit for sums that do not come out exactly, relative to max(1, |limit|). */
const limitTolerance = 1e-9;

/**
 * Nondominated solutions by the augmented epsilon-constraint method: the first term is optimised under limits on the
 * others, taken from a grid between their best values and the worst ones a lexicographic payoff table shows; a small share
 * of the other terms in the objective keeps weakly dominated solutions out. Limits that the last solution already keeps
 * are passed over. Solve with a gap well below 1e-4, or the small share is lost in it.
 *
 * Mavrotas, Effective implementation of the ε-constraint method in multi-objective mathematical programming problems,
 * Applied Mathematics and Computation 213 (2009) 455–465; with three terms or more its payoff table may miss the true
 * worst values.
 * @throws QT_MODEL_UNKNOWN_OBJECTIVE, QT_MODEL_UNREACHABLE
 * @example
 * const front = await paretoFront(model, (each) => solve(each, { gapLimit: 1e-7 }), { termIds: ["cost", "co2"], points: 11 });
 */
export async function paretoFront(
  model: Model,
  solveOne: SolveOne,
  { termIds, points }: ParetoOptions,
): Promise<ParetoFront> {
  requireOptions(model, termIds, points);
  const search = new Search(model, termIds, solveOne);
  const ranges = await search.ranges();
  if (ranges) await search.grid(ranges, points);
  return { points: search.nondominated(), solved: search.solved, infeasible: search.infeasible };
}

function requireOptions(model: Model, termIds: readonly string[], points: number): void {
  for (const id of termIds) requireTerm(model, id);
  const usable = termIds.length >= 2 && new Set(termIds).size === termIds.length;
  if (usable && Number.isInteger(points) && points >= 2) return;
  const message = `A front needs two different terms and two points at least, not ${termIds.length} and ${points}.`;
  throw modelError("QT_MODEL_UNKNOWN_OBJECTIVE", message, "termIds");
}

/** Of a goal: its best value, and its worst one where another goal is at its best. */
interface GoalRange {
  readonly best: number;
  readonly worst: number;
}

interface Found extends ParetoPoint {
  /** In the sense of the model, one a goal. */
  readonly goals: readonly number[];
}

class Search {
  solved = 0;
  infeasible = 0;
  private readonly compiled: Compiled;
  private readonly goals: readonly Goal[];
  /** Factor from a goal to its term as the model states it. */
  private readonly signs: readonly number[];
  private readonly found: Found[] = [];
  private readonly solveOne: SolveOne;

  constructor(model: Model, termIds: readonly string[], solveOne: SolveOne) {
    this.compiled = withGoals(model);
    this.signs = termIds.map((id) => ((requireTerm(model, id).weight ?? 1) < 0 ? -1 : 1));
    this.goals = termIds.map((id, index) => this.goalOf(model, id, index));
    this.solveOne = async (each) => {
      this.solved++;
      const answer = await solveOne(each);
      if (!answer.solution) this.infeasible++;
      return answer;
    };
  }

  /** Ranges from the payoff table; null when some goal has no best value. */
  async ranges(): Promise<readonly GoalRange[] | null> {
    const payoff: (readonly number[])[] = [];
    for (const goal of this.goals) {
      const order = [goal, ...this.goals.filter((other) => other !== goal)];
      const stages = await runStages(this.compiled.model, order, this.solveOne, goalTolerance);
      const { answer } = stages.at(-1)!;
      if (!answer.solution) return null;
      payoff.push(this.goals.map((each) => goalValue(each, answer.solution!)));
    }
    const worstOf = this.compiled.model.sense === "minimize" ? Math.max : Math.min;
    return this.goals.map((_, goal) => ({
      best: payoff[goal]![goal]!,
      worst: worstOf(...payoff.map((row) => row[goal]!)),
    }));
  }

  /** Solves for all limits, the loosest first; the last goal's limits change fastest. */
  async grid(ranges: readonly GoalRange[], points: number): Promise<void> {
    const [first, ...others] = ranges;
    const steps = others.map((range) => limitsOf(range, points));
    const spread = Math.abs(first!.worst - first!.best) || 1;
    const shares = others.map(({ best, worst }, other) => {
      const width = Math.abs(worst - best) || 1;
      return (augmentation * spread) / (width * 10 ** other);
    });
    for (const outer of combinations(steps.slice(0, -1))) await this.alongLast(outer, steps.at(-1)!, shares);
  }

  /** Drops solutions that another one beats or equals in every goal. */
  nondominated(): readonly ParetoPoint[] {
    const better = this.compiled.model.sense === "minimize" ? 1 : -1;
    const beats = (left: Found, right: Found): boolean =>
      left.goals.every((value, goal) => better * (value - right.goals[goal]!) <= closeness(value));
    const kept: Found[] = [];
    for (const point of this.found) {
      if (kept.some((other) => beats(other, point))) continue;
      const rest = kept.filter((other) => !beats(point, other));
      kept.splice(0, kept.length, ...rest, point);
    }
    return kept
      .sort((left, right) => better * (left.goals[0]! - right.goals[0]!))
      .map(({ goals: _, ...point }) => point);
  }

  private goalOf(model: Model, id: string, index: number): Goal {
    const { terms } = this.compiled.model.objective;
    const own = { ...terms.find((term) => term.id === id)!, weight: this.signs[index]! };
    if (index > 0) return [own];
    const stated = new Set(model.objective.terms.map((term) => term.id));
    const scale = Math.abs(requireTerm(model, id).weight ?? 1) || 1;
    const prices = terms.filter((term) => !stated.has(term.id));
    return [own, ...prices.map((term) => ({ ...term, weight: (term.weight ?? 1) / scale }))];
  }

  private async alongLast(
    outer: readonly number[],
    limits: readonly number[],
    shares: readonly number[],
  ): Promise<void> {
    let reached: number | null = null;
    for (const limit of limits) {
      if (reached !== null && this.isWithin(reached, limit)) continue;
      const point = await this.solveUnder([...outer, limit], shares);
      if (!point) return;
      this.found.push(point);
      reached = point.goals.at(-1)!;
    }
  }

  private isWithin(value: number, limit: number): boolean {
    return this.compiled.model.sense === "minimize" ? value <= limit : value >= limit;
  }

  private async solveUnder(limits: readonly number[], shares: readonly number[]): Promise<Found | null> {
    const [first, ...others] = this.goals;
    const { model, decode } = this.compiled;
    const worse = model.sense === "minimize" ? 1 : -1;
    const held = limits.map((limit) => limit + worse * closeness(limit));
    const limited = others.reduce((each, goal, other) => holding(each, goal, held[other]!), model);
    const small = others.flatMap((goal, other) =>
      goal.map((term) => ({ ...term, weight: shares[other]! * (term.weight ?? 1) })),
    );
    const { solution, bound, status } = await this.solveOne(optimising(limited, [...first!, ...small]));
    if (!solution) return null;
    const most = shares.reduce((sum, share, other) => sum + share * held[other]!, 0);
    return {
      values: this.goals.map(([term]) => objectiveTermValue(term!, solution)),
      limits: limits.map((limit, other) => this.signs[other + 1]! * limit),
      bound: bound === null ? null : this.signs[0]! * (bound - most),
      status,
      solution: decode(solution),
      goals: this.goals.map((goal) => goalValue(goal, solution)),
    };
  }
}

const closeness = (value: number): number => limitTolerance * Math.max(1, Math.abs(value));

/** From the loosest to the tightest. */
function limitsOf({ best, worst }: GoalRange, points: number): readonly number[] {
  if (best === worst) return [best];
  return Array.from({ length: points }, (_, at) => worst + ((best - worst) * at) / (points - 1));
}

function combinations(lists: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return lists.reduce<readonly (readonly number[])[]>(
    (done, list) => done.flatMap((each) => list.map((value) => [...each, value])),
    [[]],
  );
}
