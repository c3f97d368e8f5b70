import { floorToStep, instantOfLocal, localTime, minuteMs, stepIndexAt, stepStartMs } from "@qtwin/core";
import { type BandLearner, predictiveQuantiles } from "@qtwin/forecast";
import type { CostBand } from "../banding.ts";
import type { Plan, RecordReader } from "../contract.ts";
import { leadBucketOf } from "../plan-bands.ts";
import { buyEurPerKwh, type EnergyFacts, sellEurPerKwh, stepHours } from "./facts.ts";
import type { EnergyParameters } from "./parameters.ts";
import { dispatchOf } from "./plan.ts";
import { pastPrices } from "./report/past-prices.ts";
import { peakFloorKw, tariffFacts } from "./twin/market.ts";
import { drawnCourse, drawWorlds } from "./worlds.ts";

/** What the meters show, or would show, of a course. */
export interface MeteredCourse {
  readonly importKw: readonly number[];
  readonly exportKw: readonly number[];
  readonly gasKw: readonly number[];
}

/** What a course is billed by. */
type Metering = Pick<EnergyFacts, "grid" | "firstStepMin" | "prices" | "tariff" | "peak"> & {
  readonly plant: { readonly hall: Pick<EnergyFacts["plant"]["hall"], "gasEfficiency"> };
};

/**
 * What the first steps of a course cost by the meters, EUR: energy bought less fed in, gas, and the demand charge on what their
 * highest quarter-hour adds to the peak that is paid for anyway.
 */
export function meteredEur(facts: Metering, course: MeteredCourse, steps: number): number {
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

const draws = 40;
/** Less than this is not known of a day, EUR. */
const leastHalfBandEur = 1;

/**
 * Cost of the rest of the day on scenarios of load and PV whose errors hang together over time; how wide the scenarios have to be
 * is learnt from past days.
 */
export function dayCost(facts: EnergyFacts, plan: Plan, learner: BandLearner, seed: number): CostBand {
  const steps = stepsOfDay(facts);
  const planned = dispatchOf(facts, plan);
  const costs = drawWorlds(facts, draws, seed).map((world) =>
    meteredEur(facts, drawnCourse(facts, world, planned), steps),
  );
  const [p10, p50, p90] = predictiveQuantiles(costs, [0.1, 0.5, 0.9]) as [number, number, number];
  const halfBandEur = Math.max(leastHalfBandEur, (p90 - p10) / 2);
  const works = facts.shift.slice(0, steps).some((each) => each);
  const kind = `dayCost|${leadBucketOf(plan, Math.max(0, steps - 1)).id}|${works ? "work" : "free"}`;
  const learnt = learner.band(kind);
  const band = learnt
    ? { p10Eur: p50 + learnt.low * halfBandEur, p90Eur: p50 + learnt.high * halfBandEur }
    : { p10Eur: p10, p90Eur: p90 };
  return {
    ...band,
    p50Eur: p50,
    kind,
    halfBandEur,
    fromMs: facts.nowMs,
    untilMs: stepStartMs(facts.grid, steps),
  };
}

/**
 * What the meters say a past stretch cost, as `meteredEur` counts it; null where meters or published prices are not known for all of
 * it.
 */
export async function costCame(
  history: RecordReader,
  parameters: EnergyParameters,
  fromMs: number,
  untilMs: number,
): Promise<number | null> {
  const { stepMin, plant } = parameters;
  const stepMs = stepMin * minuteMs;
  const startMs = floorToStep(fromMs, stepMin);
  const grid = { startMs, stepMin, count: Math.round((untilMs - startMs) / stepMs) };
  const [importKw, exportKw, gasUsedKw] = await Promise.all(
    ["meter.importKwh", "meter.exportKwh", "hvac.gasKwh"].map((pointId) => history.means(pointId, grid)),
  );
  const before = { startMs: startMs - stepMs, stepMin, count: 1 };
  const [[soFarKw], [targetKw]] = await Promise.all([
    history.means("meter.quarterPeakKw", before),
    history.means("demand.targetKw", before),
  ]);
  const { eurMwh } = await pastPrices(history, grid);
  const rows = [importKw!, exportKw!, gasUsedKw!, eurMwh].map(whole);
  if (rows.includes(null) || typeof soFarKw !== "number" || typeof targetKw !== "number") return null;
  const [bought, fed, gasUsed, dayAheadEurMwh] = rows as number[][];
  const { gasEfficiency } = plant.hall;
  const facts: Metering = {
    grid,
    firstStepMin: stepMin - (fromMs - startMs) / minuteMs,
    prices: { dayAheadEurMwh: dayAheadEurMwh!, knownUntilMs: untilMs, source: "" },
    tariff: tariffFacts(grid, parameters),
    peak: {
      soFarKw,
      targetKw,
      floorKw: peakFloorKw(targetKw, parameters),
      windowSoFarKw: 0,
      windowTargetKw: null,
      runningQuarterKwh: (bought![0]! * (fromMs - startMs)) / (60 * minuteMs),
    },
    plant: { hall: { gasEfficiency } },
  };
  const gasKw = gasUsed!.map((kw) => kw * gasEfficiency);
  return meteredEur(facts, { importKw: bought!, exportKw: fed!, gasKw }, grid.count);
}

const whole = (values: readonly (number | null)[]): readonly number[] | null =>
  values.some((value) => value === null) ? null : (values as readonly number[]);
