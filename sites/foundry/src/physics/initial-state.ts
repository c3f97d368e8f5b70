import { localTime } from "@qtwin/core";
import { plant } from "../plant-data.ts";
import { dayPlanAt } from "./calendar.ts";
import { countersOf } from "./electrical.ts";
import { extendOrders } from "./orders.ts";
import type { FoundryState, FurnaceState, MachineState } from "./state.ts";

function furnace(index: number, lastHotMs: number): FurnaceState {
  return {
    stage: "idle",
    stageBeforeTrip: "idle",
    stageS: 0,
    tripS: 0,
    orderId: null,
    heatStartMs: 0,
    heatKwh: 0,
    targetKwh: 0,
    tappedT: 0,
    powerKw: 0,
    limitKw: plant.furnace.ratedKw,
    shedKw: plant.furnace.ratedKw,
    bathC: 200,
    lastHotMs,
    heatsSinceReline: plant.furnace.heatsSinceReline[index]!,
    outage: null,
  };
}

function machine(phase: MachineState["phase"]): MachineState {
  return { phase, phaseS: 0, tripS: 0, flowM3min: 0, powerKw: 0, startsMs: [], wanted: false };
}

const zeroEnergy = () => ({
  melt: 0,
  pour: 0,
  air: 0,
  hvac: 0,
  cooling: 0,
  extraction: 0,
  base: 0,
  pv: 0,
  charge: 0,
  discharge: 0,
});

export function noViolations(): FoundryState["violations"] {
  return {
    pressureS: 0,
    lowestBar: 99,
    comfortS: 0,
    comfortKh: 0,
    connectionS: 0,
    highestImportKw: 0,
    targetQuarters: 0,
  };
}

/** When the furnaces were last hot: in the evening of the work day before. */
function lastHot(atMs: number): number {
  const none = { furnaces: { f1: furnace(0, 0), f2: furnace(1, 0) } };
  for (let back = 1; back < 8; back += 1) {
    const day = dayPlanAt(none, atMs, -back);
    if (day.workDay) return day.crew.endMs - 3_600_000;
  }
  return atMs;
}

/** The plant at a local midnight, between two days of normal work. Long because it is one literal. */
export function initialState(
  midnightMs: number,
  demandTargetKw: number,
  windowTargetKw: number,
): FoundryState {
  const hotMs = lastHot(midnightMs);
  const state: FoundryState = {
    nowMs: midnightMs,
    startMs: midnightMs,
    modes: {
      f1: "remote",
      f2: "remote",
      orders: "remote",
      air: "remote",
      hvac: "remote",
      battery: "remote",
      pv: "remote",
    },
    trips: {},
    sensors: {},
    orders: [],
    ordersUntilMs: 0,
    furnaces: { f1: furnace(0, hotMs), f2: furnace(1, hotMs) },
    metalT: plant.production.firstMetalT,
    pourBathC: plant.pouringFurnace.bathC,
    pourKw: plant.pouringFurnace.holdingKw,
    line: { state: "off", tph: 0, waitS: 0, dayT: 0, dayStartMs: midnightMs, pouredT: {}, lateHeats: 0 },
    crewPresent: false,
    air: {
      headerBar: 6.6,
      setpointBar: plant.air.bandLowBar,
      flowM3min: 6,
      usersM3min: plant.air.offM3min,
      peakM3min: 0,
      meanM3min: 6,
      supplyM3min: 0,
      enabled: plant.air.machines.map((item) => item.id),
      machines: {
        c1: machine("stopped"),
        c2: machine("stopped"),
        c3: machine("stopped"),
        c4: machine("loaded"),
      },
      vsdFlowM3min: 6,
      setMask: 8,
      setS: 0,
      protectS: 0,
      powerKw: 40,
    },
    hall: {
      airC: 17,
      setpointC: plant.hall.nightC,
      rampedC: plant.hall.nightC,
      outdoorC: 10,
      heatPumpKw: 0,
      heatPumpTripS: 0,
      fansKw: 0,
      gasKw: 0,
      gasKwh: 0,
      recoveredKw: 0,
      shedS: 0,
      shed: false,
    },
    battery: {
      storedKwh: plant.battery.capacityKwh / 2,
      netKw: 0,
      wantedKw: 0,
      tripS: 0,
      nativeKw: 0,
      override: false,
    },
    pv: { powerKw: 0, availableKw: 0, limitPct: 100, tripS: 0 },
    baseKw: plant.base.offKw,
    extractionKw: plant.extraction.idleKw,
    coolingKw: plant.cooling.pumpKw,
    coolingState: "one pump",
    meter: {
      importKw: 300,
      exportKw: 0,
      importKwh: 48_213_000,
      exportKwh: 21_400,
      reactiveKvarh: 9_870_000,
      peakKw: 0,
      windowPeakKw: 0,
      year: localTime(midnightMs, plant.timeZone).year,
      f1Kwh: 0,
      quarterStartMs: midnightMs,
      atQuarter: { importKwh: 0, exportKwh: 0, reactiveKvarh: 0, gasKwh: 0, energyKwh: zeroEnergy() },
      energyKwh: zeroEnergy(),
    },
    demand: { targetKw: demandTargetKw, windowTargetKw, allowedKw: demandTargetKw, shedding: false },
    commands: {},
    recommended: [],
    appliedIds: {},
    lastAcks: {},
    heartbeatMs: 0,
    counts: { heats: 0, refusedHeats: 0, corrections: 0, starts: 0 },
    tappedT: {},
    violations: noViolations(),
  };
  state.meter.atQuarter = countersOf(state);
  extendOrders(state);
  return state;
}
