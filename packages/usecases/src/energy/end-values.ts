import { heatKwhOf, heatTonnes } from "./columns.ts";
import type { Dispatch } from "./dispatch.ts";
import { buyEurPerKwh, type EnergyFacts } from "./facts.ts";
import { comfortMinC, heatPumpCop } from "./hall.ts";

/** What is left at the end of the horizon is worth less than what is missing costs: neither is had for nothing. */
const creditShare = 0.8;
const replacementShare = 1.3;
/** Warmth that lasts until it is needed. */
const warmthShare = 0.3;

export interface EndValues {
  readonly metalCreditEurPerT: number;
  readonly metalShortEurPerT: number;
  readonly storedCreditEurPerKwh: number;
  readonly storedShortEurPerKwh: number;
  readonly hallShortEurPerK: number;
  /** Hall temperature to keep at the end. */
  readonly hallC: (native: Dispatch) => number;
}

/** Prices of what the horizon leaves behind, from the mean price of its hours; the shares stand for the unknown next day. */
export function endValues(facts: EnergyFacts): EndValues {
  const count = facts.grid.count;
  const meanEurPerKwh =
    Array.from({ length: count }, (_, step) => buyEurPerKwh(facts, step)).reduce((sum, eur) => sum + eur, 0) /
    count;
  const valueEurPerKwh = Math.max(0.01, meanEurPerKwh);
  const { energyKwhPerT, occupiedKw, minHeatMin } = facts.plant.melt;
  const kwhPerT = energyKwhPerT + (occupiedKw * minHeatMin) / 60 / heatTonnes(facts);
  const { chargeEfficiency, dischargeEfficiency, wearEurPerMwh } = facts.plant.battery;
  const storedEurPerKwh = Math.max(0, valueEurPerKwh - wearEurPerMwh / 1000) * dischargeEfficiency;
  const last = count - 1;
  const { heatCapacityKwhPerK } = facts.plant.hall;
  return {
    metalCreditEurPerT: creditShare * kwhPerT * valueEurPerKwh,
    metalShortEurPerT: replacementShare * kwhPerT * valueEurPerKwh,
    storedCreditEurPerKwh: storedEurPerKwh,
    storedShortEurPerKwh: (replacementShare * valueEurPerKwh) / chargeEfficiency,
    hallShortEurPerK: (warmthShare * heatCapacityKwhPerK * valueEurPerKwh) / heatPumpCop(facts, last),
    hallC: (native) => Math.min(native.hallC[last]!, comfortMinC(facts, last)),
  };
}

/** Metal in the pouring furnace plus, in proportion to their energy, heats in the furnaces, at the end. */
export function heldTonnes(facts: EnergyFacts, dispatch: Dispatch): number {
  const last = facts.grid.count - 1;
  const meltingKwh = Object.values(dispatch.heatKwh).reduce((sum, row) => sum + row[last]!, 0);
  return dispatch.metalT[last]! + (meltingKwh * heatTonnes(facts)) / heatKwhOf(facts);
}

/** Value of end states against the native plan; positive: the plan leaves less behind. */
export function endCostEur(facts: EnergyFacts, dispatch: Dispatch, native: Dispatch): number {
  const values = endValues(facts);
  const last = facts.grid.count - 1;
  const metalT = heldTonnes(facts, dispatch) - heldTonnes(facts, native);
  const storedKwh = dispatch.socKwh[last]! - native.socKwh[last]!;
  const coldK = Math.max(0, values.hallC(native) - dispatch.hallC[last]!);
  const shortOr = (surplus: number, short: number, credit: number): number =>
    surplus < 0 ? -surplus * short : -surplus * credit;
  return (
    shortOr(metalT, values.metalShortEurPerT, values.metalCreditEurPerT) +
    shortOr(storedKwh, values.storedShortEurPerKwh, values.storedCreditEurPerKwh) +
    coldK * values.hallShortEurPerK
  );
}
