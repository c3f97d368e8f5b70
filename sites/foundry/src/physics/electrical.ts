import { localTime } from "@qtwin/core";
import type { QuarterRecord } from "../billing/record.ts";
import { plant } from "../plant-data.ts";
import type { Context } from "./context.ts";
import type { FoundryState, PowerKey, QuarterCounters } from "./state.ts";

const battery = plant.battery;
const lowKwh = (battery.capacityKwh * battery.socMinPct) / 100;
const highKwh = (battery.capacityKwh * battery.socMaxPct) / 100;
export const quarterMs = 900_000;

/** Power the battery can deliver or take for the next minute. */
export function batteryRoomKw(state: FoundryState): { dischargeKw: number; chargeKw: number } {
  if (state.battery.tripS > 0) return { dischargeKw: 0, chargeKw: 0 };
  const dischargeKw = (state.battery.storedKwh - lowKwh) * battery.efficiency * 60;
  const chargeKw = ((highKwh - state.battery.storedKwh) / battery.efficiency) * 60;
  return {
    dischargeKw: Math.max(0, Math.min(battery.powerKw, dischargeKw)),
    chargeKw: Math.max(0, Math.min(battery.powerKw, chargeKw)),
  };
}

/** No battery gives back more than this each way. */
const bestEfficiency = 0.99;

/** One second of the battery; positive discharges. The BMS keeps charge and power limits. */
export function stepBattery({ state, factors }: Context, wantedKw: number): void {
  const unit = state.battery;
  unit.wantedKw = wantedKw;
  let target = Math.max(-battery.powerKw, Math.min(battery.powerKw, wantedKw));
  if (unit.tripS > 0) {
    unit.tripS -= 1;
    target = 0;
  }
  if (target > 0 && unit.storedKwh <= lowKwh) target = 0;
  if (target < 0 && unit.storedKwh >= highKwh) target = 0;
  const ramp = battery.rampKwPerS;
  unit.netKw += Math.max(-ramp, Math.min(ramp, target - unit.netKw));
  const efficiency = Math.min(bestEfficiency, battery.efficiency * factors.batteryEfficiency);
  if (unit.netKw > 0) unit.storedKwh -= unit.netKw / efficiency / 3600;
  else unit.storedKwh -= (unit.netKw * efficiency) / 3600;
}

/** One second of PV: what the sun gives, capped by the limit. */
export function stepPv(context: Context, limitPct: number): void {
  const { pv } = context.state;
  pv.limitPct = limitPct;
  pv.availableKw += (context.input.pvKw - pv.availableKw) / 30;
  if (pv.tripS > 0) pv.tripS -= 1;
  pv.powerKw = pv.tripS > 0 ? 0 : Math.min(pv.availableKw, (plant.pv.peakKw * limitPct) / 100);
}

const pumpKw = plant.cooling.pumpKw;
const fanKw = plant.cooling.fanKw;

/** Furnace cooling: a safety system; one pump always, fans by melting power. */
export function stepCooling(state: FoundryState): void {
  const meltKw = state.furnaces.f1.powerKw + state.furnaces.f2.powerKw;
  const fans = meltKw > 1500 ? 2 : meltKw > 100 ? 1 : 0;
  state.coolingKw = pumpKw + fans * fanKw;
  state.coolingState = fans === 2 ? "pump and fans" : fans === 1 ? "pump and fan" : "one pump";
}

/** Pouring furnace: holds its temperature; cold metal from a tap takes a little more. */
export function stepPouringFurnace({ state, factors }: Context): void {
  const { pouringFurnace } = plant;
  const missing = pouringFurnace.bathC - state.pourBathC;
  state.pourKw = Math.max(60, Math.min(pouringFurnace.inductorKw, pouringFurnace.holdingKw + 10 * missing));
  const capacity = (pouringFurnace.heelT + state.metalT) * 0.22;
  state.pourBathC += (state.pourKw - pouringFurnace.holdingKw * factors.pourHoldingKw) / capacity / 3600;
}

export function countersOf(state: FoundryState): QuarterCounters {
  const { meter } = state;
  return {
    importKwh: meter.importKwh,
    exportKwh: meter.exportKwh,
    reactiveKvarh: meter.reactiveKvarh,
    gasKwh: state.hall.gasKwh,
    energyKwh: { ...meter.energyKwh },
  };
}

/** Energy since a set of counters, as the record of one quarter-hour. */
export function quarterSince(state: FoundryState, startMs: number, from: QuarterCounters): QuarterRecord {
  const { meter } = state;
  const used = (key: PowerKey): number => meter.energyKwh[key] - from.energyKwh[key];
  return {
    startMs,
    importKwh: meter.importKwh - from.importKwh,
    exportKwh: meter.exportKwh - from.exportKwh,
    reactiveKvarh: meter.reactiveKvarh - from.reactiveKvarh,
    gasKwh: state.hall.gasKwh - from.gasKwh,
    meltKwh: used("melt"),
    pourKwh: used("pour"),
    airKwh: used("air"),
    hvacKwh: used("hvac"),
    coolingKwh: used("cooling"),
    extractionKwh: used("extraction"),
    baseKwh: used("base"),
    pvKwh: used("pv"),
    chargeKwh: used("charge"),
    dischargeKwh: used("discharge"),
  };
}

/** Electric load of the whole plant without battery and PV, before losses. */
export function loadKw(state: FoundryState): number {
  const { furnaces, hall, air } = state;
  return (
    furnaces.f1.powerKw +
    furnaces.f2.powerKw +
    state.pourKw +
    air.powerKw +
    hall.heatPumpKw +
    hall.fansKw +
    state.coolingKw +
    state.extractionKw +
    state.baseKw +
    battery.auxKw
  );
}

function reactiveKvar(context: Context): number {
  const { state, input } = context;
  const { reactive } = plant;
  const furnaceKw = state.furnaces.f1.powerKw + state.furnaces.f2.powerKw + state.pourKw;
  const motorKw =
    state.air.powerKw + state.hall.heatPumpKw + state.hall.fansKw + state.coolingKw + state.extractionKw;
  const inductive =
    reactive.furnaceTanPhi * furnaceKw + reactive.motorTanPhi * motorKw + input.baseTanPhi * state.baseKw;
  return Math.max(0, inductive - reactive.compensationKvar);
}

/** One second of the main meter and all sub-meters. */
export function stepMeter(context: Context): void {
  const { state } = context;
  const { meter } = state;
  const { energyKwh } = meter;
  const net = loadKw(state) - state.pv.powerKw - state.battery.netKw;
  const gridKw = net + plant.connection.noLoadLossKw + plant.connection.loadLossShare * Math.abs(net);
  meter.importKw = Math.max(0, gridKw);
  meter.exportKw = Math.max(0, -gridKw);
  meter.importKwh += meter.importKw / 3600;
  meter.exportKwh += meter.exportKw / 3600;
  meter.reactiveKvarh += reactiveKvar(context) / 3600;
  energyKwh.melt += (state.furnaces.f1.powerKw + state.furnaces.f2.powerKw) / 3600;
  meter.f1Kwh += state.furnaces.f1.powerKw / 3600;
  energyKwh.pour += state.pourKw / 3600;
  energyKwh.air += state.air.powerKw / 3600;
  energyKwh.hvac += (state.hall.heatPumpKw + state.hall.fansKw) / 3600;
  energyKwh.cooling += state.coolingKw / 3600;
  energyKwh.extraction += state.extractionKw / 3600;
  energyKwh.base += state.baseKw / 3600;
  energyKwh.pv += state.pv.powerKw / 3600;
  if (state.battery.netKw > 0) energyKwh.discharge += state.battery.netKw / 3600;
  else energyKwh.charge -= state.battery.netKw / 3600;
  const { violations } = state;
  if (meter.importKw > plant.connection.contractKw) violations.connectionS += 1;
  if (meter.importKw > violations.highestImportKw) violations.highestImportKw = meter.importKw;
}

/** Closes the clock quarter-hour that ends now: peaks of the billing year, and the record for billing. */
export function closeQuarter(context: Context, inWindow: boolean): QuarterRecord {
  const { state } = context;
  const { meter } = state;
  const record = quarterSince(state, meter.quarterStartMs, meter.atQuarter);
  const meanKw = record.importKwh * 4;
  const { year } = localTime(record.startMs, plant.timeZone);
  if (year !== meter.year) {
    meter.year = year;
    meter.peakKw = 0;
    meter.windowPeakKw = 0;
  }
  meter.peakKw = Math.max(meter.peakKw, meanKw);
  if (inWindow) meter.windowPeakKw = Math.max(meter.windowPeakKw, meanKw);
  meter.quarterStartMs = state.nowMs;
  meter.atQuarter = countersOf(state);
  return record;
}
