import { dayMs, stepStartMs } from "@qtwin/core";
import type { Proposal } from "@qtwin/decide";
import { type BandLearner, createBandLearner } from "@qtwin/forecast";
import { learnDayCost, type Plan, type PlantDay, withBands } from "@qtwin/usecases";
import type { LoopContext } from "../context.ts";
import { gridOf } from "../report/period.ts";
import { stepsInForce } from "../report/recorded.ts";
import {
  type BandCount,
  countCosts,
  countInside,
  type DayCost,
  type Foreseen,
  learnFromDay,
} from "./day-coverage.ts";

/** Plans reach no further, so older ones say nothing about a day. */
const longestPlanMs = dayMs;
/** Baselines of a day that teach, where the plant was on its own. */
const mostBaselines = 60;

/** What past errors of the site's plans taught so far; empty before anything did. */
export async function learntBands({ store, site }: LoopContext): Promise<BandLearner> {
  return createBandLearner((await store.bands.get(site.id))?.bands);
}

/** A plan with its learnt bands; without any it stays as it is. */
export function banded({ useCase, parameters }: LoopContext, learner: BandLearner, plan: Plan): Plan {
  return useCase.banding ? withBands(plan, useCase.banding.series(plan, parameters), learner) : plan;
}

/**
 * Holds what was foreseen for a day against what came: says how often it lay inside the bands of the plan in force, and teaches the
 * bands, each day once. Where no plan was in force the plant did what its baseline foresaw.
 */
export async function learnBands(context: LoopContext, day: PlantDay): Promise<readonly BandCount[]> {
  const { store, site, useCase, parameters } = context;
  const { banding } = useCase;
  if (!banding) return [];
  const grid = gridOf([day], site.stepMin);
  const came = await banding.came(store.history.reader(site.id, site.points), parameters, grid);
  const approvals = await store.decisions.approvals(site.id, day.fromMs - longestPlanMs, day.untilMs);
  const inForce = stepsInForce(grid, approvals);
  const proposals = await Promise.all(
    approvals.map(async ({ proposalId }) => (await store.proposals.get(proposalId))?.proposal ?? null),
  );
  const costs = await costsOf(context, day, proposals);
  const known = await store.bands.get(site.id);
  if (!known || known.untilMs < day.untilMs) {
    const learner = createBandLearner(known?.bands);
    const startMs = (step: number): number => stepStartMs(grid, step);
    const foreseen = (plan: Plan, counts: Foreseen["counts"]): Foreseen => ({
      plan,
      banded: banding.series(plan, parameters),
      counts,
    });
    const planned = proposals.flatMap((proposal, place) => {
      const { sinceMs } = approvals[place]!;
      const counts = (step: number): boolean => inForce[step]! >= 0 && startMs(step) >= sinceMs;
      return proposal ? [foreseen(proposal.plan, counts)] : [];
    });
    const baselines = inForce.includes(-1) ? await baselinesOf(context, day) : [];
    const alone = baselines.map((plan) =>
      foreseen(plan, (step) => inForce[step]! < 0 && startMs(step) >= plan.grid.startMs),
    );
    learnFromDay(grid, [...planned, ...alone], came, learner);
    for (const { predicted, actualEur } of costs) learnDayCost(learner, predicted, actualEur);
    await store.bands.put(site.id, { untilMs: day.untilMs, bands: learner.learnt() });
  }
  const bySeries = countInside(grid, (step) => proposals[inForce[step]!]?.plan ?? null, came);
  return costs.length === 0 ? bySeries : [...bySeries, countCosts(costs)];
}

/** What plans that were approved on a day, for the rest of it, said it would cost, and what it cost. */
async function costsOf(
  { store, site, useCase, parameters }: LoopContext,
  day: PlantDay,
  proposals: readonly (Proposal | null)[],
): Promise<readonly DayCost[]> {
  const history = store.history.reader(site.id, site.points);
  const costs = await Promise.all(
    proposals.map(async (proposal) => {
      const predicted = proposal?.dayCost;
      if (!predicted || predicted.untilMs <= day.fromMs || predicted.untilMs > day.untilMs) return [];
      const { fromMs, untilMs } = predicted;
      const actualEur = await useCase.banding!.costCame(history, parameters, fromMs, untilMs);
      return actualEur === null ? [] : [{ predicted, actualEur }];
    }),
  );
  return costs.flat();
}

async function baselinesOf({ store, site }: LoopContext, day: PlantDay): Promise<readonly Plan[]> {
  const records = await store.proposals.list(site.id, {
    sinceMs: day.fromMs - longestPlanMs,
    beforeMs: day.untilMs,
    oldestFirst: true,
    limit: mostBaselines,
  });
  return records.map(({ proposal }) => proposal.baseline);
}
