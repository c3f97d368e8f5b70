import { foundryErrors } from "../errors.ts";
import { assets, type Mode, modes } from "../plant-model.ts";
import { machineIds } from "./air.ts";
import { handBackAssets } from "./commands.ts";
import type { Context } from "./context.ts";

/** Turns the mode switch of an asset; leaving `remote` hands its commands back. @throws QT_FOUNDRY_UNKNOWN_ASSET */
export function setMode(context: Context, asset: string, mode: Mode): void {
  const { state } = context;
  if (!Object.hasOwn(state.modes, asset) || !modes.includes(mode)) {
    throw foundryErrors.unknownAsset(asset, assets);
  }
  if (state.modes[asset] === mode) return;
  state.modes[asset] = mode;
  context.emit({ kind: "mode", asset, message: `${asset} is in mode ${mode}.`, details: { mode } });
  if (mode !== "remote") handBackAssets(context, [asset], `mode is ${mode}`);
}

/**
 * Trips an asset for a while. A compressor falls out of the master's choice; any other asset is in mode `fault` until the
 * trip ends and then in the mode it had. @throws QT_FOUNDRY_UNKNOWN_ASSET
 */
export function tripAsset(context: Context, asset: string, minutes: number): void {
  const { state } = context;
  const seconds = Math.round(minutes * 60);
  const machine = machineIds.find((id) => asset === `air.${id}`);
  if (machine) {
    state.air.machines[machine].phase = "trip";
    state.air.machines[machine].tripS = seconds;
  } else if (asset === "f1" || asset === "f2") {
    const furnace = state.furnaces[asset];
    if (furnace.stage !== "trip") furnace.stageBeforeTrip = furnace.stage;
    furnace.stage = "trip";
    furnace.tripS = seconds;
  } else if (asset === "battery") state.battery.tripS = seconds;
  else if (asset === "pv") state.pv.tripS = seconds;
  else if (asset === "hvac") state.hall.heatPumpTripS = seconds;
  else throw foundryErrors.unknownAsset(asset, ["f1", "f2", "air.c1 … air.c4", "battery", "pv", "hvac"]);
  context.emit({ kind: "trip", asset, message: `${asset} tripped.`, details: { minutes } });
  if (machine) return;
  const mode = state.trips[asset]?.mode ?? state.modes[asset]!;
  state.trips[asset] = { mode, untilMs: state.nowMs + seconds * 1000 };
  setMode(context, asset, "fault");
}

/** Gives assets back the mode they had before a trip that is over. */
export function endTrips(context: Context): void {
  const { state } = context;
  for (const [asset, trip] of Object.entries(state.trips)) {
    if (state.nowMs < trip.untilMs) continue;
    delete state.trips[asset];
    setMode(context, asset, trip.mode);
  }
}
