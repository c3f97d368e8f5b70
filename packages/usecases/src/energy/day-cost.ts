import { instantOfLocal, localTime, stepIndexAt } from "@qtwin/core";
import { type BandLearner, predictiveQuantiles } from "@qtwin/forecast";
import type { Plan } from "../contract.ts";
import { leadBucketOf } from "../plan-bands.ts";
import { buyEurPerKwh, type EnergyFacts, sellEurPerKwh, stepHours } from "./facts.ts";
import { drawnCourses } from "./scenarios.ts";

/** What the meters show, or would show, of a course. */
export interface MeteredCourse {
  readonly importKw: readonly number[];
  readonly exportKw: readonly number[];
  readonly gasKw: readonly number[];
}

/**
 * What the first steps of a course cost by the meters, EUR: energy bought less fed in, gas, and the demand charge on what their
 * highest quarter-hour adds to the peak that is paid for anyway.
 */
export function meteredEur(facts: EnergyFacts, course: MeteredCourse, steps: number): number {
  const { tariff, plant, peak, grid } = facts;
  const gasEurPerKwh = tariff.gasEurMwh / plant.hall.gasEfficiency / 1000;
  let costEur = 0;
  let peakKw = 0;
  for (let step = 0; step < steps; step++) {
    const hours = stepHours(facts, step);
    const boughtKwh = course.importKw[step]! * hours;
    costEur += boughtKwh * buyEurPerKwh(facts, step);
    costEur -= course.exportKw[step]! * hours * sellEurPerKwh(facts, step);
    costEur += course.gasKw[step]! * hours * gasEurPerKwh;
    const before = step === 0 ? peak.runningQuarterKwh : 0;
    peakKw = Math.max(peakKw, ((before + boughtKwh) * 60) / grid.stepMin);
  }
  const paidKw = Math.max(peak.soFarKw, peak.floorKw);
  return costEur + Math.max(0, peakKw - paidKw) * tariff.demand.eurPerKw;
}

/** Steps of the grid up to the end of the local day. */
export function stepsOfDay({ grid, timeZone }: EnergyFacts): number {
  const { year, month, day } = localTime(grid.startMs, timeZone);
  return Math.min(grid.count, stepIndexAt(grid, instantOfLocal(timeZone, year, month, day + 1)));
}

/** Cost of the rest of the local day: median and 80 % band, EUR. */
export interface DayCost {
  readonly p10Eur: number;
  readonly p50Eur: number;
  readonly p90Eur: number;
  /** What its errors depend on, and what they are counted in. */
  readonly kind: string;
  readonly halfBandEur: number;
}

const draws = 40;
/** Less than this is not known of a day, EUR. */
const leastHalfBandEur = 1;

/**
 * Cost of the rest of the day on scenarios of load and PV whose errors hang together over time; how wide the scenarios have to be
 * is learnt from past days.
 */
export function dayCost(facts: EnergyFacts, plan: Plan, learner: BandLearner, seed: number): DayCost {
  const steps = stepsOfDay(facts);
  const costs = drawnCourses(facts, plan, draws, seed).map((course) => meteredEur(facts, course, steps));
  const [p10, p50, p90] = predictiveQuantiles(costs, [0.1, 0.5, 0.9]) as [number, number, number];
  const halfBandEur = Math.max(leastHalfBandEur, (p90 - p10) / 2);
  const works = facts.shift.slice(0, steps).some((each) => each);
  const kind = `dayCost|${leadBucketOf(plan, Math.max(0, steps - 1)).id}|${works ? "work" : "free"}`;
  const learnt = learner.band(kind);
  if (!learnt) return { p10Eur: p10, p50Eur: p50, p90Eur: p90, kind, halfBandEur };
  return {
    p10Eur: p50 + learnt.low * halfBandEur,
    p50Eur: p50,
    p90Eur: p50 + learnt.high * halfBandEur,
    kind,
    halfBandEur,
  };
}

/** A month has few days: what came of one moves the band more than a quarter-hour does. */
const dayWeight = 4;

/** Learns from the cost a day really had. */
export function learnDayCost(learner: BandLearner, predicted: DayCost, actualEur: number): void {
  const relative = (eur: number): number => (eur - predicted.p50Eur) / predicted.halfBandEur;
  const given = { low: relative(predicted.p10Eur), high: relative(predicted.p90Eur) };
  learner.learn(predicted.kind, relative(actualEur), dayWeight, given);
}
