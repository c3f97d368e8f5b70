import { stepIndexAt, stepStartMs, type TimeGrid } from "@qtwin/core";
import type { BandLearner } from "@qtwin/forecast";
import { type BandedSeries, type Came, type CostBand, learnErrors, type Plan } from "@qtwin/usecases";

/** A course that was foreseen, and the stretches of the day in which the plant was run by it. */
export interface Foreseen {
  readonly plan: Plan;
  readonly banded: readonly BandedSeries[];
  /** Whether what came at a step of the day says anything about it. */
  readonly counts: (step: number) => boolean;
}

/** Teaches the bands what came of the courses foreseen for a day, the oldest first. */
export function learnFromDay(
  grid: TimeGrid,
  foreseen: readonly Foreseen[],
  came: Came,
  learner: BandLearner,
): void {
  const perH = foreseen.length / ((grid.count * grid.stepMin) / 60);
  for (const { plan, banded, counts } of foreseen) {
    const onPlan = new Map(
      banded.map(({ id }) => [
        id,
        Array.from({ length: plan.grid.count }, (_, planStep) => {
          const step = stepIndexAt(grid, stepStartMs(plan.grid, planStep));
          return step >= 0 && step < grid.count && counts(step) ? (came.get(id)?.[step] ?? null) : null;
        }),
      ]),
    );
    learnErrors(plan, banded, onPlan, learner, perH);
  }
}

/** Steps of a day that had a band, and those in which what came lay inside. */
export interface BandCount {
  readonly seriesId: string;
  readonly steps: number;
  readonly inside: number;
}

/**
 * Counts how often what came lay inside the bands of the plan that was in force at the time.
 * @param planAt the plan in force at a step of the day; null: there was none
 */
export function countInside(
  grid: TimeGrid,
  planAt: (step: number) => Plan | null,
  came: Came,
): readonly BandCount[] {
  return [...came].flatMap(([seriesId, values]) => {
    const hits = values.flatMap((value, step) => {
      const plan = planAt(step);
      const series = plan?.series.find(({ id }) => id === seriesId);
      const at = plan ? stepIndexAt(plan.grid, stepStartMs(grid, step)) : -1;
      const [low, high] = [series?.low?.[at] ?? null, series?.high?.[at] ?? null];
      return value === null || low === null || high === null ? [] : [low <= value && value <= high];
    });
    return hits.length === 0 ? [] : [{ seriesId, steps: hits.length, inside: hits.filter(Boolean).length }];
  });
}

/** What the rest of a day was said to cost, and what it cost by the meters. */
export interface DayCost {
  readonly predicted: CostBand;
  readonly actualEur: number;
}

/** The same for costs, each prediction a step. */
export const countCosts = (costs: readonly DayCost[]): BandCount => ({
  seriesId: "dayCost",
  steps: costs.length,
  inside: costs.filter(
    ({ predicted: { p10Eur, p90Eur }, actualEur }) => p10Eur <= actualEur && actualEur <= p90Eur,
  ).length,
});
