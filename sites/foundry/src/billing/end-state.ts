import { plant } from "../plant-data.ts";
import type { EndState } from "./record.ts";

export interface EndStateCost {
  readonly totalEur: number;
  readonly parts: readonly { readonly id: string; readonly missing: number; readonly costEur: number }[];
}

/** Energy of a tonne of metal with its share of holding, kWh. */
const metalKwhPerT =
  plant.furnace.meltKwhPerT + (plant.furnace.holdingKw * 1.25) / plant.production.heatTonnes;

/**
 * What it costs to bring an end state up to a reference: missing metal, energy in heats, battery charge, hall warmth
 * and warm furnaces, at the block's mean energy price. More than the reference earns nothing.
 */
export function endStateCost(end: EndState, reference: EndState, energyEurMwh: number): EndStateCost {
  const hallKwhPerK = plant.hall.capacityKwhPerK / plant.hall.copBase;
  const part = (id: string, missing: number, kwhPerUnit: number) => {
    const amount = Math.max(0, missing);
    return { id, missing: amount, costEur: Math.round(amount * kwhPerUnit * energyEurMwh * 0.1) / 100 };
  };
  const parts = [
    part("metal", reference.metalT - end.metalT, metalKwhPerT),
    part("heats", reference.heatsKwh - end.heatsKwh, 1),
    part("battery", reference.batteryKwh - end.batteryKwh, 1 / plant.battery.efficiency),
    part("hall", reference.hallC - end.hallC, hallKwhPerK),
    part("furnaces", end.coldFurnaces - reference.coldFurnaces, plant.furnace.coldStartKwh),
  ];
  const totalEur = Math.round(parts.reduce((sum, item) => sum + item.costEur, 0) * 100) / 100;
  return { totalEur, parts };
}
