import { dayMs, stepStartMs } from "@qtwin/core";
import { createBandLearner } from "@qtwin/forecast";
import type { Approval } from "@qtwin/store";
import { type Plan, type PlantDay, withBands } from "@qtwin/usecases";
import type { LoopContext } from "../context.ts";
import { gridOf } from "../report/period.ts";
import { stepsInForce } from "../report/recorded.ts";
import { type BandCount, countInside, type Foreseen, learnFromDay } from "./day-coverage.ts";

/** Plans reach no further, so older ones say nothing about a day. */
const longestPlanMs = dayMs;
/** Baselines of a day that teach, where the plant was on its own. */
const mostBaselines = 60;

/** Puts the bands that were learnt so far on plans; without any they stay as they are. */
export async function bandedBy(context: LoopContext): Promise<(plan: Plan) => Plan> {
  const { store, site, useCase, parameters } = context;
  const { banding } = useCase;
  const learnt = banding ? await store.bands.get(site.id) : null;
  if (!banding || !learnt) return (plan) => plan;
  const learner = createBandLearner(learnt.bands);
  return (plan) => withBands(plan, banding.series(plan, parameters), learner);
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
  const plans = await plansOf(context, approvals);
  const known = await store.bands.get(site.id);
  if (!known || known.untilMs < day.untilMs) {
    const learner = createBandLearner(known?.bands);
    const startMs = (step: number): number => stepStartMs(grid, step);
    const foreseen = (plan: Plan, counts: Foreseen["counts"]): Foreseen => ({
      plan,
      banded: banding.series(plan, parameters),
      counts,
    });
    const planned = plans.flatMap((plan, place) => {
      const since = approvals[place]!.sinceMs;
      return plan ? [foreseen(plan, (step) => inForce[step]! >= 0 && startMs(step) >= since)] : [];
    });
    const baselines = inForce.includes(-1) ? await baselinesOf(context, day) : [];
    const alone = baselines.map((plan) =>
      foreseen(plan, (step) => inForce[step]! < 0 && startMs(step) >= plan.grid.startMs),
    );
    learnFromDay(grid, [...planned, ...alone], came, learner);
    await store.bands.put(site.id, { untilMs: day.untilMs, bands: learner.learnt() });
  }
  return countInside(grid, (step) => plans[inForce[step]!] ?? null, came);
}

const plansOf = ({ store }: LoopContext, approvals: readonly Approval[]): Promise<readonly (Plan | null)[]> =>
  Promise.all(
    approvals.map(async ({ proposalId }) => (await store.proposals.get(proposalId))?.proposal.plan ?? null),
  );

async function baselinesOf({ store, site }: LoopContext, day: PlantDay): Promise<readonly Plan[]> {
  const records = await store.proposals.list(site.id, {
    sinceMs: day.fromMs - longestPlanMs,
    beforeMs: day.untilMs,
    oldestFirst: true,
    limit: mostBaselines,
  });
  return records.map(({ proposal }) => proposal.baseline);
}
