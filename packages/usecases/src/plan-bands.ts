import type { BandLearner, Edges } from "@qtwin/forecast";
import type { BandedSeries, Came, CostBand } from "./banding.ts";
import type { Plan, Series } from "./contract.ts";

/** Lead times whose errors are learnt apart, by their end in hours. */
export const leadBuckets = [
  { id: "0-1 h", untilH: 1 },
  { id: "1-4 h", untilH: 4 },
  { id: "4-12 h", untilH: 12 },
  { id: "12-24 h", untilH: Infinity },
] as const;
export type LeadBucket = (typeof leadBuckets)[number];

/** The bucket of a step, counted from the start of the plan. */
export function leadBucketOf({ grid }: Pick<Plan, "grid">, step: number): LeadBucket {
  const leadH = (step * grid.stepMin) / 60;
  return leadBuckets.find(({ untilH }) => leadH < untilH)!;
}

const keyOf = (series: BandedSeries, lead: LeadBucket, step: number): string =>
  `${series.id}|${lead.id}|${series.kinds[step]}`;

/** The plan with the 80 % bands its series have by what was learnt; where nothing was, they stay as they are. */
export function withBands(plan: Plan, banded: readonly BandedSeries[], learner: BandLearner): Plan {
  const byId = new Map(banded.map((each) => [each.id, each]));
  const series = plan.series.map((each): Series => {
    const known = byId.get(each.id);
    return known ? withBand(plan, each, known, learner) : each;
  });
  return { ...plan, series };
}

function withBand(plan: Plan, series: Series, banded: BandedSeries, learner: BandLearner): Series {
  const edges = series.values.map((value, step) => {
    const band = learner.band(keyOf(banded, leadBucketOf(plan, step), step));
    if (value === null || band === null)
      return { low: series.low?.[step] ?? null, high: series.high?.[step] ?? null };
    const within = (edge: number): number => Math.min(banded.max, Math.max(banded.min, edge));
    return { low: within(value + band.low), high: within(value + band.high) };
  });
  if (edges.every(({ low }) => low === null)) return series;
  return { ...series, low: edges.map(({ low }) => low), high: edges.map(({ high }) => high) };
}

/**
 * Learns from a plan's steps, in the order of time, as far as is known what came.
 * @param plansPerH how many plans an hour are made: their errors for the same step are not independent
 */
export function learnErrors(
  plan: Plan,
  banded: readonly BandedSeries[],
  came: Came,
  learner: BandLearner,
  plansPerH = 1,
): void {
  for (const each of banded) {
    const series = plan.series.find(({ id }) => id === each.id);
    const actual = came.get(each.id) ?? [];
    series?.values.forEach((value, step) => {
      const known = actual[step] ?? null;
      if (value === null || known === null) return;
      const lead = leadBucketOf(plan, step);
      const weight = 1 / Math.max(1, plansPerH * widthH(lead));
      learner.learn(keyOf(each, lead, step), known - value, weight, givenAt(series, value, step));
    });
  }
}

function givenAt({ low, high }: Series, value: number, step: number): Edges | undefined {
  const [from, to] = [low?.[step] ?? null, high?.[step] ?? null];
  return from === null || to === null ? undefined : { low: from - value, high: to - value };
}

function widthH(lead: LeadBucket): number {
  const fromH = leadBuckets[leadBuckets.indexOf(lead) - 1]?.untilH ?? 0;
  return Math.min(lead.untilH, 24) - fromH;
}

/** A month has few days: what came of one moves the band more than a quarter-hour does. */
const dayWeight = 4;

/** Learns from the cost a day really had. */
export function learnDayCost(learner: BandLearner, predicted: CostBand, actualEur: number): void {
  const relative = (eur: number): number => (eur - predicted.p50Eur) / predicted.halfBandEur;
  const given = { low: relative(predicted.p10Eur), high: relative(predicted.p90Eur) };
  learner.learn(predicted.kind, relative(actualEur), dayWeight, given);
}
