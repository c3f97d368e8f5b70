import { minuteMs } from "@qtwin/core";
import { heatKwhOf, heatTonnes } from "./columns.ts";
import type { EnergyFacts, RunningHeat } from "./facts.ts";

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

/** Steps by which the first heat of a cold furnace takes longer: its lining is warmed before it is charged. */
export const coldSteps = ({ plant, grid }: EnergyFacts): number =>
  Math.ceil(plant.melt.coldExtraMin / grid.stepMin);

/** Power of a furnace while its lining is warmed. */
export const warmingKw = (facts: EnergyFacts): number =>
  (facts.plant.melt.coldExtraKwh * 60) / (Math.max(1, coldSteps(facts)) * facts.grid.stepMin);

/** Steps from the beginning of the grid in which the lining under a running heat is still warmed. */
export const warmingStepsLeft = ({ grid }: EnergyFacts, { warmedAtMs }: RunningHeat): number =>
  warmedAtMs === undefined
    ? 0
    : Math.max(0, Math.round((warmedAtMs - grid.startMs) / (grid.stepMin * minuteMs)));

/**
 * The plant's own pull rule: a heat starts when its metal will have room once it is tapped.
 * @param metalT in the pouring furnace at the beginning of the step
 * @param inFlight heats in the furnaces then
 * @param ahead steps until the tap that the rule counts on
 */
export function pulls(
  facts: EnergyFacts,
  step: number,
  metalT: number,
  inFlight: number,
  ahead: number,
): boolean {
  const hours = facts.grid.stepMin / 60;
  const pouredT = facts.pourTph.slice(step, step + ahead).reduce((sum, rate) => sum + rate * hours, 0);
  return metalT + (inFlight + 1) * heatTonnes(facts) - pouredT <= facts.plant.metal.usableT + 1e-9;
}
