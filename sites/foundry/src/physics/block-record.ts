import type { BlockRecord, QuarterRecord } from "../billing/record.ts";
import { plant } from "../plant-data.ts";
import type { FoundryState } from "./state.ts";

/** The record of a run for billing and comparison. */
export function blockRecord(
  state: FoundryState,
  quarters: readonly QuarterRecord[],
  startMs: number,
): BlockRecord {
  const furnaces = [state.furnaces.f1, state.furnaces.f2];
  const coldMs = plant.furnace.coldAfterH * 3_600_000;
  return {
    startMs,
    endMs: state.nowMs,
    quarters: [...quarters],
    tappedT: { ...state.tappedT },
    pouredT: { ...state.line.pouredT },
    heats: state.counts.heats,
    lateHeats: state.line.lateHeats,
    refusedHeats: state.counts.refusedHeats,
    corrections: state.counts.corrections,
    pourWaitMin: state.line.waitS / 60,
    dischargeKwh: quarters.reduce((sum, quarter) => sum + quarter.dischargeKwh, 0),
    violations: { ...state.violations },
    endState: {
      metalT: state.metalT,
      heatsKwh: furnaces.reduce((sum, furnace) => sum + furnace.heatKwh, 0),
      batteryKwh: state.battery.storedKwh,
      hallC: state.hall.airC,
      freeAirM3: state.air.headerBar * plant.air.freeAirM3PerBar,
      coldFurnaces: furnaces.filter((furnace) => state.nowMs - furnace.lastHotMs > coldMs).length,
      compressorStarts: state.counts.starts,
    },
  };
}
