/** What the demand controller sees for a step, all means in kW. */
export interface PowerBudget {
  /** Base load, air and fans less PV. */
  readonly otherKw: number;
  readonly heatPumpKw: number;
  readonly heatPumpMayShed: boolean;
  readonly furnacesKw: readonly number[];
  /** Index of the furnace shed last. */
  readonly nearestToTap: number;
  /** Metal is low: the heat nearest to tap is not shed and the quarter-hour may exceed the target. */
  readonly productionFirst: boolean;
  readonly dischargeLimitKw: number;
  readonly chargeLimitKw: number;
  readonly targetKw: number;
  /** Furnaces are not shed below this. */
  readonly floorKw: number;
  /** The battery charges only this far below the target. */
  readonly chargeGapKw: number;
}

export interface KeptLoad {
  readonly heatPumpKw: number;
  readonly furnacesKw: readonly number[];
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Sheds to the target in this order: heat pump, battery, furnaces pro rata with the one nearest to tap last. */
export function shed(budget: PowerBudget): KeptLoad {
  const wantedKw = budget.otherKw + budget.heatPumpKw + sumOf(budget.furnacesKw);
  let excessKw = wantedKw - budget.targetKw;
  if (excessKw <= 0) return { heatPumpKw: budget.heatPumpKw, furnacesKw: budget.furnacesKw };
  const heatPumpShedKw = budget.heatPumpMayShed ? Math.min(budget.heatPumpKw, excessKw) : 0;
  excessKw -= heatPumpShedKw + Math.min(budget.dischargeLimitKw, excessKw - heatPumpShedKw);
  const heatPumpKw = budget.heatPumpKw - heatPumpShedKw;
  if (excessKw <= 0) return { heatPumpKw, furnacesKw: budget.furnacesKw };
  return { heatPumpKw, furnacesKw: shedFurnaces(budget, excessKw) };
}

function shedFurnaces(budget: PowerBudget, excessKw: number): readonly number[] {
  const room = budget.furnacesKw.map((kw) => Math.max(0, kw - budget.floorKw));
  const firstRoom = room.map((kw, i) => (i === budget.nearestToTap ? 0 : kw));
  const firstKw = Math.min(excessKw, sumOf(firstRoom));
  const lastRoomKw = budget.productionFirst ? 0 : (room[budget.nearestToTap] ?? 0);
  const lastKw = Math.min(excessKw - firstKw, lastRoomKw);
  return budget.furnacesKw.map((kw, i) => {
    if (i === budget.nearestToTap) return kw - lastKw;
    const share = sumOf(firstRoom) > 0 ? firstRoom[i]! / sumOf(firstRoom) : 0;
    return kw - share * firstKw;
  });
}

/** Peak shaving: discharges above the target, charges from surplus PV or well below the target. */
export function nativeBattery(
  budget: PowerBudget,
  kept: KeptLoad,
): { chargeKw: number; dischargeKw: number } {
  const loadKw = budget.otherKw + kept.heatPumpKw + sumOf(kept.furnacesKw);
  const aboveKw = Math.max(0, loadKw - budget.targetKw);
  if (aboveKw > 0) return { chargeKw: 0, dischargeKw: Math.min(aboveKw, budget.dischargeLimitKw) };
  const freeKw = Math.max(0, budget.targetKw - budget.chargeGapKw - loadKw);
  return { chargeKw: Math.min(freeKw, budget.chargeLimitKw), dischargeKw: 0 };
}
