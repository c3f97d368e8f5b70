import { type EnergyFacts, stepHours } from "./facts.ts";

/** Most that the battery gives over a step at this charge, kW. */
export function mostDischargeKw(facts: EnergyFacts, socKwh: number, step: number): number {
  const { powerKw, capacityKwh, minSoc, dischargeEfficiency } = facts.plant.battery;
  const thereKwh = Math.max(0, socKwh - minSoc * capacityKwh) * dischargeEfficiency;
  return Math.min(powerKw, thereKwh / stepHours(facts, step));
}

/** Most that it takes, kW. */
export function mostChargeKw(facts: EnergyFacts, socKwh: number, step: number): number {
  const { powerKw, capacityKwh, maxSoc, chargeEfficiency } = facts.plant.battery;
  const roomKwh = Math.max(0, maxSoc * capacityKwh - socKwh) / chargeEfficiency;
  return Math.min(powerKw, roomKwh / stepHours(facts, step));
}

/** Charge after a step, kWh. */
export function socAfterKwh(
  facts: EnergyFacts,
  socKwh: number,
  step: number,
  { chargeKw, dischargeKw }: { readonly chargeKw: number; readonly dischargeKw: number },
): number {
  const { chargeEfficiency, dischargeEfficiency } = facts.plant.battery;
  return socKwh + stepHours(facts, step) * (chargeKw * chargeEfficiency - dischargeKw / dischargeEfficiency);
}
