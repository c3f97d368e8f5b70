import type { QuarterRecord } from "../billing/record.ts";
import { stepAirCascade, stepAirMaster } from "../control/air-master.ts";
import { raiseTarget, tickDemand } from "../control/demand.ts";
import { tickMeltShop } from "../control/melt-shop.ts";
import { batteryWishKw, type PriceHours, priceHours } from "../control/price-rule.ts";
import { plant } from "../plant-data.ts";
import type { CommandPoint } from "../plant-model.ts";
import { machineIds, stepAir } from "./air.ts";
import { dayPlanAt, within } from "./calendar.ts";
import { forgetAcks, handBackAssets, inForce, stepLease } from "./commands.ts";
import type { Context } from "./context.ts";
import {
  closeQuarter,
  quarterMs,
  stepBattery,
  stepCooling,
  stepMeter,
  stepPouringFurnace,
  stepPv,
} from "./electrical.ts";
import { stepFurnace } from "./furnace.ts";
import { stepHall } from "./hall.ts";
import { stepLine } from "./line.ts";
import { renewInput } from "./minute-input.ts";
import { extendOrders } from "./orders.ts";
import type { FoundryState, Recommendation } from "./state.ts";
import { endTrips } from "./switchboard.ts";

const minuteMs = 60_000;
const hourMs = 3_600_000;
const protectBelowBar = 6.1;
const protectAfterS = 10;

/** What is commanded now; null: native control. */
interface Setpoints {
  f1Kw: number;
  f2Kw: number;
  hallC: number | null;
  batteryKw: number | null;
  pvPct: number;
}

const isEmpty = (record: object): boolean => {
  for (const _key in record) return false;
  return true;
};

function readSetpoints(state: FoundryState, setpoints: Setpoints): void {
  const number = (point: CommandPoint): number | null =>
    (inForce(state, point)?.value as number | undefined) ?? null;
  setpoints.f1Kw = number("f1.powerLimit") ?? plant.furnace.ratedKw;
  setpoints.f2Kw = number("f2.powerLimit") ?? plant.furnace.ratedKw;
  setpoints.hallC = number("hvac.setpoint");
  setpoints.batteryKw = number("battery.power");
  setpoints.pvPct = number("pv.limit") ?? 100;
  state.air.setpointBar = number("air.headerPressure") ?? plant.air.bandLowBar;
  state.air.enabled = (inForce(state, "air.enabled")?.value as string[] | undefined) ?? [...machineIds];
  state.recommended = (inForce(state, "heats.list")?.value ?? []) as unknown as Recommendation[];
}

/** Below 6.1 bar for 10 s the master takes back all machines. */
function protectAir(context: Context): void {
  const { state } = context;
  const { air } = state;
  air.protectS = air.headerBar < protectBelowBar ? air.protectS + 1 : 0;
  if (air.protectS < protectAfterS) return;
  if (!state.commands["air.enabled"] && !state.commands["air.headerPressure"]) return;
  context.emit({
    kind: "air-protection",
    asset: "air",
    message: `Header at ${air.headerBar.toFixed(2)} bar: all machines are back.`,
    details: { headerBar: air.headerBar },
  });
  handBackAssets(context, ["air"], "low pressure");
}

/** The clockwork of the plant: one call is one second. */
export function createTick(context: Context, quarters: QuarterRecord[], keepQuarters: number): () => void {
  const { state, input, controller, market } = context;
  const controlled = controller !== "b0";
  let hours: PriceHours | null = null;
  const setpoints: Setpoints = { f1Kw: 0, f2Kw: 0, hallC: null, batteryKw: null, pvPct: 100 };

  const renewDay = (atMs: number): void => {
    input.day = dayPlanAt(state, atMs);
    if (controller === "b2") hours = priceHours(market, atMs);
  };

  const onQuarter = (): void => {
    const inWindow = within(input.day.windows, state.meter.quarterStartMs);
    const record = closeQuarter(context, inWindow);
    quarters.push(record);
    if (quarters.length > keepQuarters) quarters.shift();
    if (controlled) raiseTarget(context, record.importKwh * 4, inWindow);
  };

  const onMinute = (): void => {
    if (state.nowMs % quarterMs === 0 && state.nowMs > state.meter.quarterStartMs) onQuarter();
    if (state.nowMs >= input.day.endMs) {
      extendOrders(state);
      renewDay(state.nowMs);
    }
    renewInput(context, hours);
    tickMeltShop(context, inForce(state, "heats.list") !== null);
    if (controlled) {
      tickDemand(context, setpoints.batteryKw, hours === null ? null : batteryWishKw(hours, state.nowMs));
    }
    if (state.nowMs % hourMs === 0) forgetAcks(state);
  };

  const stepParts = (): void => {
    if (controlled) stepAirMaster(context);
    else stepAirCascade(context);
    stepFurnace(context, "f1", setpoints.f1Kw);
    stepFurnace(context, "f2", setpoints.f2Kw);
    stepLine(context);
    stepAir(context);
    protectAir(context);
    stepHall(context, setpoints.hallC);
    state.baseKw += (input.baseKw - state.baseKw) / 20;
    const melting = state.furnaces.f1.orderId !== null || state.furnaces.f2.orderId !== null;
    state.extractionKw = melting || input.phase === "shift" ? plant.extraction.onKw : plant.extraction.idleKw;
    stepCooling(state);
    stepPouringFurnace(context);
    stepPv(context, setpoints.pvPct);
    const native = setpoints.batteryKw === null || state.battery.override;
    stepBattery(context, native ? state.battery.nativeKw : setpoints.batteryKw!);
    stepMeter(context);
  };

  // A checkpoint taken at midnight has not seen the new day yet.
  renewDay(state.nowMs - 1);
  renewInput(context, hours);
  readSetpoints(state, setpoints);
  // A release before the first step must still be seen as a change.
  let wasCommanded = !isEmpty(state.commands);
  return () => {
    const commanded = !isEmpty(state.commands);
    if (commanded) stepLease(context);
    if (commanded || wasCommanded) readSetpoints(state, setpoints);
    wasCommanded = commanded;
    if (state.nowMs % minuteMs === 0) onMinute();
    if (!isEmpty(state.trips)) endTrips(context);
    stepParts();
    state.nowMs += 1000;
  };
}
