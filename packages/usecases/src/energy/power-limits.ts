import { stepIndexAt } from "@qtwin/core";
import { peakKw } from "./cost.ts";
import type { Dispatch, HeatRun } from "./dispatch.ts";
import type { EnergyFacts } from "./facts.ts";
import { stepHours } from "./facts.ts";

/** A heat that runs late may still finish: while nothing is planned, it gets the room below the plan's peak. */
const lateHeatKw = 640;

/**
 * Power limits that make a furnace take the planned means: while charging, sampling and tapping it takes little of its
 * own accord, so the limit of the rest of that quarter-hour is higher than the mean.
 */
export function powerLimitsKw(facts: EnergyFacts, dispatch: Dispatch, furnace: string): number[] {
  const heats = dispatch.heats.filter((heat) => heat.furnace === furnace);
  const highestKw = peakKw(facts, dispatch);
  const meansKw = dispatch.furnaceKw[furnace]!;
  const limits: number[] = [];
  for (let step = 0; step < facts.grid.count; step++) {
    const heat = heats.find((each) => holds(facts, each, step));
    const limitKw = heat
      ? limitInHeat(facts, heat, step, meansKw[step]!)
      : Math.max(lateHeatKw, highestKw - dispatch.importKw[step]!);
    limits.push(rounded(facts, limitKw));
  }
  return limits;
}

function holds(facts: EnergyFacts, heat: HeatRun, step: number): boolean {
  const last = stepIndexAt(facts.grid, heat.tapMs) - 1;
  return stepIndexAt(facts.grid, heat.startMs) <= step && step <= last;
}

function limitInHeat(facts: EnergyFacts, heat: HeatRun, step: number, meanKw: number): number {
  const { startQuarterKw, ratedKw, occupiedKw, tapQuarterKw } = facts.plant.melt;
  const isFirst = stepIndexAt(facts.grid, heat.startMs) === step;
  const isLast = stepIndexAt(facts.grid, heat.tapMs) - 1 === step;
  if (isFirst) return meanKw * (ratedKw / startQuarterKw);
  if (!isLast) return meanKw;
  // What is left is melted in the first minutes of the quarter-hour; a late heat may take longer.
  const leftKwh = Math.max(0, meanKw - occupiedKw) * stepHours(facts, step);
  const meltShare = tapQuarterKw / ratedKw;
  return Math.max(lateHeatKw, leftKwh / (stepHours(facts, step) * meltShare) + occupiedKw);
}

/** Whole kW, from holding to rated power. */
const rounded = (facts: EnergyFacts, kw: number): number =>
  Math.round(Math.min(facts.plant.melt.ratedKw, Math.max(facts.plant.melt.holdingKw, kw)));
