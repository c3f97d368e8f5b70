import { dayMs } from "@qtwin/core";
import { createFoundry } from "../foundry.ts";
import type { Market } from "../market/market.ts";
import type { Mismatch } from "../physics/mismatch.ts";
import { plant } from "../plant-data.ts";

export interface TargetSearch {
  readonly controller: "b1" | "b2";
  readonly tariff: "annual" | "window";
  readonly market: Market;
  readonly seed: number;
  /** The search simulates the days before this instant. */
  readonly startMs: number;
  /** As for `createFoundry`. */
  readonly mismatch?: Mismatch;
  /** Default 28. */
  readonly days?: number;
}

export interface DemandTargets {
  /** 1.05 × the lowest feasible target of the days before; for B2 under the window tariff a fixed value. */
  readonly demandTargetKw: number;
  /** For B2 under the window tariff 1.05 × the lowest feasible inside the windows; else equal to the target. */
  readonly windowTargetKw: number;
  /** The lowest feasible value of the target that was searched. */
  readonly lowestKw: number;
  /** Whether the lowest feasible value lies inside what was searched, or perhaps beyond its lowest or highest value. */
  readonly edge: "inside" | "lowest" | "highest";
  readonly simulations: number;
}

interface TargetRange {
  readonly lowestKw: number;
  readonly highestKw: number;
}

const anyTime: TargetRange = { lowestKw: 2300, highestKw: 3500 };
const insideWindows: TargetRange = { lowestKw: 600, highestKw: 3500 };
const toleranceKw = 15;
const chunkS = 6 * 3600;

/** Whether the plant got through the days without a waiting line and without exceeding its targets. */
function isFeasible(search: TargetSearch, demandTargetKw: number, windowTargetKw: number): boolean {
  const days = search.days ?? 28;
  const foundry = createFoundry({
    startMs: search.startMs - days * dayMs,
    seed: search.seed,
    controller: search.controller,
    market: search.market,
    tariff: search.tariff,
    demandTargetKw,
    windowTargetKw,
    sensorFaults: false,
    ...(search.mismatch === undefined ? {} : { mismatch: search.mismatch }),
    keepQuarters: 4,
  });
  while (foundry.nowMs() < search.startMs) {
    foundry.step(Math.min(chunkS, (search.startMs - foundry.nowMs()) / 1000));
    const { line, violations } = foundry.truth();
    if (line.waitS > 0 || line.lateHeats > 0 || violations.targetQuarters > 0) return false;
  }
  return true;
}

/** Smallest feasible value of a range, to the tolerance; the highest is taken as feasible. */
function bisect(
  range: TargetRange,
  feasible: (kw: number) => boolean,
): Pick<DemandTargets, "lowestKw" | "edge"> {
  let low = range.lowestKw;
  let high = range.highestKw;
  while (high - low > toleranceKw) {
    const middle = (low + high) / 2;
    if (feasible(middle)) high = middle;
    else low = middle;
  }
  const edge = high === range.highestKw ? "highest" : low === range.lowestKw ? "lowest" : "inside";
  return { lowestKw: high, edge };
}

/** The native targets of the demand controller: 1.05 × the lowest that would have been feasible in the days before (bisection). */
export function findDemandTarget(search: TargetSearch): DemandTargets {
  let simulations = 0;
  const counted = (demandKw: number, windowKw: number): boolean => {
    simulations += 1;
    return isFeasible(search, demandKw, windowKw);
  };
  const factor = plant.demand.targetFactor;
  if (search.controller === "b2" && search.tariff === "window") {
    const demandTargetKw = plant.priceRule.outsideWindowTargetKw;
    const found = bisect(insideWindows, (kw) => counted(demandTargetKw, kw));
    return { demandTargetKw, windowTargetKw: Math.round(found.lowestKw * factor), ...found, simulations };
  }
  const found = bisect(anyTime, (kw) => counted(kw, kw));
  const demandTargetKw = Math.round(found.lowestKw * factor);
  return { demandTargetKw, windowTargetKw: demandTargetKw, ...found, simulations };
}
