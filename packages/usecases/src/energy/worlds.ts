import { createRandom, type Random, stepStartMs } from "@qtwin/core";
import { correlatedNormals } from "@qtwin/forecast";
import { peakKw } from "./cost.ts";
import { type Dispatch, netKw } from "./dispatch.ts";
import type { Band, EnergyFacts } from "./facts.ts";
import { heldInWindowKw, heldPeakKw } from "./hold-peak.ts";
import { kwPerM3min } from "./load.ts";

/** Standard deviations of a normal distribution in half of an 80 % band. */
const deviationsPerHalfBand = 1.2816;
/** Error of a price forecast before publication, EUR/MWh, one standard deviation. */
const priceErrorEurMwh = 15;
/** Correlation of the error from one quarter-hour to the next. */
const correlation = { load: 0.6, pv: 0.9, price: 0.95 } as const;

/** One possible course of what is not ours to decide. */
export interface World {
  readonly facts: EnergyFacts;
  /** Against the forecasts, per step. */
  readonly loadErrorKw: readonly number[];
  readonly pvErrorKw: readonly number[];
  /** Load less PV against the forecast. */
  readonly extraKw: readonly number[];
}

/** So many possible courses, the same for the same seed. */
export function drawWorlds(facts: EnergyFacts, count: number, seed: number): readonly World[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => drawWorld(facts, random));
}

function drawWorld(facts: EnergyFacts, random: Random): World {
  const { count } = facts.grid;
  const base = errors(facts.baseKw, correlatedNormals(random, count, correlation.load));
  const air = errors(facts.air.flowM3min, correlatedNormals(random, count, correlation.load));
  const pv = errors(facts.pvKw, correlatedNormals(random, count, correlation.pv));
  const price = correlatedNormals(random, count, correlation.price);
  const dayAheadEurMwh = facts.prices.dayAheadEurMwh.map((eurMwh, step) =>
    stepStartMs(facts.grid, step) < facts.prices.knownUntilMs
      ? eurMwh
      : eurMwh + priceErrorEurMwh * price[step]!,
  );
  const loadErrorKw = base.map((kw, step) => kw + kwPerM3min * air[step]!);
  return {
    facts: { ...facts, prices: { ...facts.prices, dayAheadEurMwh } },
    loadErrorKw,
    pvErrorKw: pv,
    extraKw: loadErrorKw.map((kw, step) => kw - pv[step]!),
  };
}

/** Errors with the spread of each side of the band. */
function errors(band: Band, normals: readonly number[]): number[] {
  return normals.map((normal, step) => {
    const halfBand = normal > 0 ? band.p90[step]! - band.p50[step]! : band.p50[step]! - band.p10[step]!;
    return (normal * halfBand) / deviationsPerHalfBand;
  });
}

/** A course under a draw: what would exceed the peak that is held is shed, and made up for as soon as there is room below it. */
export function drawnCourse(facts: EnergyFacts, world: World, dispatch: Dispatch): Dispatch {
  const limits = heldLimitsKw(facts, dispatch);
  let owedKw = 0;
  const nets = dispatch.importKw.map((_, step) => {
    const wantedKw = netKw(facts, dispatch, step) + world.extraKw[step]! + owedKw;
    const net = Math.min(limits[step]!, wantedKw);
    owedKw = wantedKw - net;
    return net;
  });
  return {
    ...dispatch,
    importKw: nets.map((net) => Math.max(0, net)),
    exportKw: nets.map((net) => Math.max(0, -net)),
  };
}

/** The peak that is held between two plans, per step; a plan that goes above it is not shed. */
function heldLimitsKw(facts: EnergyFacts, dispatch: Dispatch): number[] {
  const contractKw = facts.plant.importLimitKw;
  const { demand, inWindow } = facts.tariff;
  const heldKw = heldPeakKw({ ...facts.peak, plannedKw: peakKw(facts, dispatch), contractKw });
  const plannedInWindowKw = peakKw(facts, dispatch, (step) => inWindow[step]!);
  const inWindowKw = heldInWindowKw(heldKw, {
    soFarKw: facts.peak.windowSoFarKw,
    plannedKw: plannedInWindowKw,
  });
  return dispatch.importKw.map((plannedKw, step) =>
    Math.max(plannedKw, demand.kind === "window" && inWindow[step] ? inWindowKw : heldKw),
  );
}
