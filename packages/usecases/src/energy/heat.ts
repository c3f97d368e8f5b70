import { heatKwhOf } from "./columns.ts";
import type { EnergyFacts } from "./facts.ts";

/** Steps a heat takes at full power, charging and tapping included. */
export function heatMinSteps(facts: EnergyFacts): number {
  const { minHeatMin, startQuarterKw, occupiedKw } = facts.plant.melt;
  const inFirstKwh = ((startQuarterKw - occupiedKw) * facts.grid.stepMin) / 60;
  const byCycle = Math.ceil(minHeatMin / facts.grid.stepMin);
  return Math.max(byCycle, 1 + shortestSteps(facts, heatKwhOf(facts) - inFirstKwh));
}

/** Steps until tapping at full power, when this much energy is still to go into the metal: the last is the quarter of tapping. */
export function shortestSteps(facts: EnergyFacts, remainingKwh: number): number {
  const { ratedKw, occupiedKw, tapQuarterKw } = facts.plant.melt;
  const hours = facts.grid.stepMin / 60;
  const beforeTapKwh = remainingKwh - (tapQuarterKw - occupiedKw) * hours;
  return 1 + Math.max(0, Math.ceil(beforeTapKwh / ((ratedKw - occupiedKw) * hours) - 1e-9));
}

/** Steps by which the first heat of a cold furnace takes longer. */
export const coldSteps = ({ plant, grid }: EnergyFacts): number =>
  Math.ceil(plant.melt.coldExtraMin / grid.stepMin);
