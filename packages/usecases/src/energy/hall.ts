import type { Dispatch } from "./dispatch.ts";
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

/**
 * Most gas heat that a plan may count on. The plant's thermostat, of which only the set point is written, turns to gas when the heat
 * pump alone does not hold the temperature.
 */
export function mostGasKw(facts: EnergyFacts, step: number): number {
  const { heatPumpKw, gasKw, gainsShiftKw, gainsIdleKw } = facts.plant.hall;
  const lossKw = lossKwPerK(facts, step) * (comfortMinC(facts, step) - facts.outdoorC[step]!);
  const gainsKw = facts.shift[step] ? gainsShiftKw : gainsIdleKw;
  return lossKw - gainsKw > heatPumpKw * heatPumpCop(facts, step) ? gasKw : 0;
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

/** The plant moves its set point by at most this much per hour. */
const rampKPerH = 2;
/** Heat below this is not worth asking for. */
const leastHeatKw = 3;

/**
 * Set points that make the plant's thermostat heat as planned: the planned temperature where heat is planned, else the
 * lowest that comfort allows, raised early enough for the ramp.
 */
export function plannedSetpoints(
  facts: EnergyFacts,
  planned: Pick<Dispatch, "hallC" | "heatPumpKw" | "gasKw" | "recoveredKw">,
): number[] {
  const { comfort } = facts.plant.hall;
  const rampK = (rampKPerH * facts.grid.stepMin) / 60;
  const wanted = planned.hallC.map((airC, step) => {
    const heatKw = planned.heatPumpKw[step]! + planned.gasKw[step]! + planned.recoveredKw[step]!;
    return Math.max(comfortMinC(facts, step), heatKw > leastHeatKw ? airC : -Infinity);
  });
  for (let step = wanted.length - 2; step >= 0; step--)
    wanted[step] = Math.max(wanted[step]!, wanted[step + 1]! - rampK);
  return wanted.map((setpointC) => {
    const rounded = Math.round(setpointC * 10) / 10;
    return Math.min(comfort.maxC, Math.max(comfort.otherwiseMinC, rounded));
  });
}
