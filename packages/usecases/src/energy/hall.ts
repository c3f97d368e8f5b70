import type { EnergyFacts } from "./facts.ts";

/** Coefficient of performance of the heat pump at the step's outdoor temperature. */
export function heatPumpCop(facts: EnergyFacts, step: number): number {
  const { copAt0, copPerK, copMin, copMax } = facts.plant.hall;
  return Math.min(copMax, Math.max(copMin, copAt0 + copPerK * facts.outdoorC[step]!));
}

export function lossKwPerK(facts: EnergyFacts, step: number): number {
  const { lossClosedKwPerK, lossVentilatedKwPerK } = facts.plant.hall;
  return facts.comfort[step] ? lossVentilatedKwPerK : lossClosedKwPerK;
}

/** Lowest temperature wanted at the end of the step, margin included. */
export function comfortMinC(facts: EnergyFacts, step: number): number {
  const { comfort, marginK } = facts.plant.hall;
  const isNeeded = facts.comfort[step]! || facts.comfort[step + 1] === true;
  return (isNeeded ? comfort.minC : comfort.otherwiseMinC) + marginK;
}

/** Set point of the plant's own programme: day, night and a fixed preheat. */
export function nativeSetpointC(facts: EnergyFacts, step: number): number {
  const { nativeDayC, nativeNightC, preheatMin } = facts.plant.hall;
  const ahead = Math.ceil(preheatMin / facts.grid.stepMin);
  const isWarm = facts.comfort.slice(step, step + ahead + 1).some((each) => each);
  return isWarm ? nativeDayC : nativeNightC;
}

/** The hall's temperature at the end of a step. */
export function nextHallC(
  facts: EnergyFacts,
  step: number,
  airC: number,
  heatKw: number,
  durationH: number,
): number {
  const { hall } = facts.plant;
  const gainsKw = (facts.shift[step] ? hall.gainsShiftKw : hall.gainsIdleKw) + heatKw;
  const lossKw = lossKwPerK(facts, step) * (airC - facts.outdoorC[step]!);
  return airC + ((gainsKw - lossKw) * durationH) / hall.heatCapacityKwhPerK;
}
