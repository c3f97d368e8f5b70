import type { Context } from "../physics/context.ts";
import { batteryRoomKw, loadKw } from "../physics/electrical.ts";
import { pourAheadT } from "../physics/line.ts";
import type { FurnaceState } from "../physics/state.ts";
import { plant } from "../plant-data.ts";

const values = plant.demand;
const ratedKw = plant.furnace.ratedKw;

/** Target in force: the window target inside a peak window, where the controller keeps one. */
export function targetKw(context: Context): number {
  const { demand } = context.state;
  const narrow = context.usesWindowTarget && context.input.inWindow;
  return narrow ? Math.min(demand.targetKw, demand.windowTargetKw) : demand.targetKw;
}

/** Mean power allowed for the rest of the clock quarter-hour. */
function allowedKw(context: Context): number {
  const { state } = context;
  const leftH = (900_000 - (state.nowMs - state.meter.quarterStartMs)) / 3_600_000;
  const usedKwh = state.meter.importKwh - state.meter.atQuarter.importKwh;
  const budgetKwh = (targetKw(context) - values.marginKw) * 0.25 - usedKwh;
  return Math.min(plant.connection.contractKw, budgetKwh / leftH);
}

const melts = (furnace: FurnaceState): boolean => furnace.stage === "melt";

/** Heats being melted, the one nearest to tap first. */
function meltingByNeed(context: Context): FurnaceState[] {
  const { f1, f2 } = context.state.furnaces;
  return [f1, f2]
    .filter(melts)
    .sort((left, right) => left.targetKwh - left.heatKwh - (right.targetKwh - right.heatKwh));
}

/** First measure: the heat pump pauses, at most 30 min at a time and then for as long. */
function shedHeatPump(context: Context, excessKw: number): number {
  const { hall } = context.state;
  const limitS = values.heatPumpShedMin * 60;
  hall.shedS = Math.max(-limitS, hall.shedS);
  if (hall.shed) {
    hall.shedS += 60;
    if (hall.shedS >= limitS) {
      hall.shed = false;
      hall.shedS = -limitS;
    } else if (excessKw < -plant.hall.heatPumpKw) hall.shed = false;
    return excessKw;
  }
  if (hall.shedS < 0) {
    hall.shedS += 60;
    return excessKw;
  }
  if (excessKw <= 0 || hall.heatPumpKw <= 0) {
    hall.shedS = 0;
    return excessKw;
  }
  hall.shed = true;
  return excessKw - hall.heatPumpKw;
}

/**
 * Second measure: the battery. Native: discharges the excess, charges 100 kW below target or from PV surplus.
 * Commanded: keeps the command, and only when the quarter would exceed goes as far as needed.
 */
function useBattery(
  context: Context,
  excessKw: number,
  commandKw: number | null,
  wishKw: number | null,
): number {
  const { state } = context;
  const unit = state.battery;
  const room = batteryRoomKw(state);
  const planned = commandKw ?? wishKw ?? 0;
  const overrides = commandKw !== null && excessKw > planned;
  if (overrides && !unit.override) {
    context.emit({
      kind: "demand-override",
      asset: "battery",
      message: "The demand controller takes the battery to keep the target.",
      details: { commandKw, excessKw: Math.round(excessKw) },
    });
  }
  unit.override = overrides;
  if (excessKw > planned) unit.nativeKw = Math.min(room.dischargeKw, excessKw);
  else if (commandKw !== null) unit.nativeKw = commandKw;
  else if (wishKw !== null) unit.nativeKw = Math.max(wishKw, -room.chargeKw, Math.min(0, excessKw));
  else unit.nativeKw = -chargeKw(context, excessKw, room.chargeKw);
  return excessKw - Math.min(unit.nativeKw, room.dischargeKw);
}

function chargeKw(context: Context, excessKw: number, roomKw: number): number {
  const { state } = context;
  const surplusKw = state.pv.powerKw - loadKw(state);
  const belowKw =
    Math.min(-excessKw, targetKw(context) - (loadKw(state) - state.pv.powerKw)) - values.batteryGapKw;
  return Math.max(0, Math.min(roomKw, Math.max(surplusKw, belowKw)));
}

/** Last measure: melting power, down to the converter's floor; the heat nearest to tap keeps its power longest. */
function shedFurnaces(context: Context, excessKw: number, first: FurnaceState | null): void {
  let left = Math.max(0, excessKw);
  for (const furnace of meltingByNeed(context).reverse()) {
    const desired = Math.min(ratedKw, furnace.limitKw);
    const cut = furnace === first ? 0 : Math.min(left, Math.max(0, desired - plant.furnace.minimumKw));
    furnace.shedKw = desired - cut;
    left -= cut;
  }
}

/** Minutes until a heat could be in the pouring furnace, at full power, with some reserve. */
function minutesToTap(furnace: FurnaceState): number {
  const { ratedKw: fullKw, holdingKw, sampleMin, tapMin } = plant.furnace;
  const meltMin = ((furnace.targetKwh - furnace.heatKwh) / (fullKw - holdingKw)) * 60;
  return meltMin + sampleMin + tapMin + 3;
}

/**
 * The heat that must not wait: the one nearest to tap, when metal is short and the line wants it. Inside a peak window of B2
 * metal is short only when it does not last until that heat could be tapped.
 */
function productionFirst(context: Context): FurnaceState | null {
  const { state, input } = context;
  const { metalT } = state;
  const first = meltingByNeed(context)[0];
  if (!first || metalT >= values.productionFirstBelowT || pourAheadT(context, 75) <= metalT) return null;
  const narrow = context.usesWindowTarget && input.inWindow;
  return narrow && pourAheadT(context, minutesToTap(first)) <= metalT ? null : first;
}

/**
 * The demand controller of B1 and B2, each 60 s.
 * @param commandKw commanded battery power; null: native
 * @param wishKw what a price rule asks of the battery; null: no rule, it charges below target
 */
export function tickDemand(context: Context, commandKw: number | null, wishKw: number | null): void {
  const { state } = context;
  const { f1, f2 } = state.furnaces;
  f1.shedKw = ratedKw;
  f2.shedKw = ratedKw;
  const melting = meltingByNeed(context);
  const meltKw = melting.reduce((sum, furnace) => sum + furnace.powerKw, 0);
  const wantedKw = melting.reduce((sum, furnace) => sum + Math.min(ratedKw, furnace.limitKw), 0);
  const netKw = loadKw(state) - state.pv.powerKw;
  const lossKw = plant.connection.noLoadLossKw + plant.connection.loadLossShare * Math.abs(netKw);
  state.demand.allowedKw = allowedKw(context);
  let excessKw = netKw - meltKw + wantedKw + lossKw - state.demand.allowedKw;
  excessKw = shedHeatPump(context, excessKw);
  excessKw = useBattery(context, excessKw, commandKw, wishKw);
  shedFurnaces(context, excessKw, productionFirst(context));
  state.demand.shedding = excessKw > 0;
}

/** After a quarter-hour above target (production came first), the new peak is the target. */
export function raiseTarget(context: Context, meanKw: number, inWindow: boolean): void {
  const { demand, violations } = context.state;
  const narrow = context.usesWindowTarget && inWindow;
  const target = narrow ? Math.min(demand.targetKw, demand.windowTargetKw) : demand.targetKw;
  if (meanKw <= target) return;
  violations.targetQuarters += 1;
  if (narrow) demand.windowTargetKw = meanKw;
  if (meanKw > demand.targetKw) demand.targetKw = meanKw;
  context.emit({
    kind: "target-raised",
    asset: "meter",
    message: `A quarter-hour of ${Math.round(meanKw)} kW is the new target.`,
    details: { targetKw: Math.round(meanKw), window: narrow },
  });
}
