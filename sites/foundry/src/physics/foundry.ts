import { floorToStep, type Json } from "@qtwin/core";
import type { BlockRecord, QuarterRecord } from "../billing/record.ts";
import { stepAirCascade, stepAirMaster } from "../control/air-master.ts";
import { raiseTarget, tickDemand } from "../control/demand.ts";
import { refuse, tickMeltShop } from "../control/melt-shop.ts";
import { batteryWishKw, type PriceHours, priceHours } from "../control/price-rule.ts";
import { foundryErrors } from "../errors.ts";
import { localDay } from "../market/local-day.ts";
import { normalAt, smoothAt, streams } from "../noise.ts";
import { plant } from "../plant-data.ts";
import type {
  Foundry,
  FoundryAck,
  FoundryCommand,
  FoundryEvent,
  FoundryOptions,
  Mode,
  SensorFault,
} from "../plant-model.ts";
import { assets, modes } from "../plant-model.ts";
import { machineIds, stepAir } from "./air.ts";
import { dayPlanAt, phaseAt, within } from "./calendar.ts";
import { applyCommand, forgetAcks, handBackAssets, inForce, stepLease } from "./commands.ts";
import type { Context, MinuteInput } from "./context.ts";
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
import { initialState, noViolations } from "./initial-state.ts";
import { stepLine } from "./line.ts";
import { extendOrders } from "./orders.ts";
import { createSensors } from "./sensors.ts";
import type { FoundryState, Recommendation } from "./state.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;
const checkpointVersion = 1;
const eventsKept = 5000;
const protectBelowBar = 6.1;
const protectAfterS = 10;

interface Saved {
  readonly version: number;
  readonly state: FoundryState;
  readonly quarters: QuarterRecord[];
  readonly recordStartMs: number;
}

/**
 * The simulated plant at an instant: it begins at local midnight of that day in normal work and runs natively to it;
 * records and events count from the start.
 */
export function createFoundry(options: FoundryOptions): Foundry {
  const midnightMs = localDay(options.startMs, plant.timeZone).startMs;
  const state = initialState(
    midnightMs,
    options.demandTargetKw ?? plant.demand.targetKw,
    options.windowTargetKw ?? plant.demand.windowTargetKw,
  );
  const run = runFoundry(options, {
    version: checkpointVersion,
    state,
    quarters: [],
    recordStartMs: midnightMs,
  });
  run.foundry.step(Math.round((options.startMs - midnightMs) / 1000));
  run.beginRecord();
  return run.foundry;
}

/**
 * Continues from a checkpoint: same options, same future.
 * @throws QT_FOUNDRY_BAD_CHECKPOINT
 */
export function restoreFoundry(checkpoint: Json, options: FoundryOptions): Foundry {
  const saved = checkpoint as unknown as Saved | null;
  if (saved?.version !== checkpointVersion) {
    throw foundryErrors.badCheckpoint(`expected version ${checkpointVersion}`);
  }
  return runFoundry(options, structuredClone(saved)).foundry;
}

function emptyInput(state: FoundryState): MinuteInput {
  return {
    day: dayPlanAt(state, state.nowMs),
    phase: "off",
    linePours: false,
    crew: false,
    comfort: false,
    preheat: false,
    inWindow: false,
    outdoorC: 10,
    pvKw: 0,
    baseKw: 0,
    baseTanPhi: 0,
    airM3min: 0,
    dear: false,
    cheap: false,
  };
}

function renewInput(context: Context, hours: PriceHours | null): void {
  const { state, input, market, seed } = context;
  const { nowMs } = state;
  const { day } = input;
  input.phase = phaseAt(day, nowMs);
  input.linePours = within(day.pour, nowMs);
  input.crew = within([day.crew], nowMs);
  input.comfort = within([day.comfort], nowMs);
  input.preheat = day.workDay && nowMs >= day.preheatFromMs && nowMs < day.comfort.startMs;
  input.inWindow = within(day.windows, nowMs);
  input.outdoorC = market.outdoorC(nowMs);
  input.pvKw = market.pvKw(nowMs);
  input.baseTanPhi = market.baseLoadTanPhi(nowMs);
  const { base, air } = plant;
  const profileKw =
    input.phase === "shift" ? base.shiftKw : input.phase === "break" ? base.breakKw : base.offKw;
  const minute = nowMs / minuteMs;
  input.baseKw = profileKw * market.baseLoadFactor(nowMs) * (1 + 0.03 * normalAt(seed, streams.base, minute));
  const spread = (air.shiftSpreadM3min / 2) * smoothAt(seed, streams.air, minute, 7);
  input.airM3min =
    input.phase === "shift"
      ? air.shiftM3min + spread
      : input.phase === "break"
        ? air.breakM3min
        : air.offM3min;
  const hour = Math.floor(nowMs / 3_600_000) * 3_600_000;
  input.dear = hours?.dear.has(hour) ?? false;
  input.cheap = hours?.cheap.has(hour) ?? false;
  state.crewPresent = input.crew;
}

function runFoundry(options: FoundryOptions, saved: Saved): { foundry: Foundry; beginRecord: () => void } {
  const { state, quarters } = saved;
  let { recordStartMs } = saved;
  const keepQuarters = options.keepQuarters ?? 3500;
  let events: FoundryEvent[] = [];
  let hours: PriceHours | null = null;
  const context: Context = {
    state,
    seed: options.seed,
    controller: options.controller,
    market: options.market,
    usesWindowTarget: options.controller === "b2" && options.tariff === "window",
    emit: (event) => {
      events.push({ atMs: state.nowMs, ...event });
      if (events.length > eventsKept) events = events.slice(-eventsKept / 2);
    },
    input: emptyInput(state),
  };
  const { input } = context;
  const sensors = createSensors(context, options.sensorFaults ?? true);
  const controlled = options.controller !== "b0";

  /** What follows from time alone; after a restore it is made anew. */
  const renewDay = (): void => {
    input.day = dayPlanAt(state, state.nowMs);
    if (options.controller === "b2") hours = priceHours(options.market, state.nowMs);
  };
  const renew = (): void => renewInput(context, hours);
  renewDay();
  context.state.nowMs = Math.floor(state.nowMs / 1000) * 1000;
  const nowMs = state.nowMs;
  state.nowMs = floorToStep(nowMs, 1);
  renew();
  state.nowMs = nowMs;

  const onQuarter = (): void => {
    const inWindow = within(input.day.windows, state.meter.quarterStartMs);
    const record = closeQuarter(context, inWindow);
    quarters.push(record);
    if (quarters.length > keepQuarters) quarters.shift();
    if (controlled) raiseTarget(context, record.importKwh * 4, inWindow);
  };

  const onMinute = (): void => {
    if (state.nowMs % quarterMs === 0) onQuarter();
    if (state.nowMs >= input.day.endMs) {
      extendOrders(state);
      renewDay();
    }
    renew();
    state.recommended = (inForce(state, "heats.list")?.value ?? []) as unknown as Recommendation[];
    tickMeltShop(context, inForce(state, "heats.list") !== null);
    if (controlled) {
      const commandKw = inForce(state, "battery.power")?.value as number | undefined;
      const wishKw = hours === null ? 0 : batteryWishKw(hours, state.nowMs);
      tickDemand(context, commandKw ?? null, wishKw);
    }
    if (state.nowMs % 3_600_000 === 0) forgetAcks(state);
  };

  const protectAir = (): void => {
    const { air } = state;
    air.protectS = air.headerBar < protectBelowBar ? air.protectS + 1 : 0;
    if (
      air.protectS < protectAfterS ||
      (!state.commands["air.enabled"] && !state.commands["air.headerPressure"])
    )
      return;
    context.emit({
      kind: "air-protection",
      asset: "air",
      message: `Header at ${air.headerBar.toFixed(2)} bar: all machines are back.`,
      details: { headerBar: air.headerBar },
    });
    handBackAssets(context, ["air"], "low pressure");
  };

  const endTrips = (): void => {
    for (const [asset, trip] of Object.entries(state.trips)) {
      if (state.nowMs < trip.untilMs) continue;
      delete state.trips[asset];
      setMode(asset, trip.mode);
    }
  };

  const second = (): void => {
    if (state.nowMs % minuteMs === 0) onMinute();
    const commanded = Object.keys(state.commands).length > 0;
    if (commanded) stepLease(context);
    const number = (point: Parameters<typeof inForce>[1]): number | null =>
      commanded ? ((inForce(state, point)?.value as number | undefined) ?? null) : null;
    if (state.nowMs % 1000 === 0 && Object.keys(state.trips).length > 0) endTrips();
    const set = commanded ? inForce(state, "air.enabled") : null;
    state.air.enabled = set ? (set.value as string[]) : allMachines;
    state.air.setpointBar = number("air.headerPressure") ?? plant.air.bandLowBar;
    if (controlled) stepAirMaster(context);
    else stepAirCascade(context);
    stepFurnace(context, "f1", number("f1.powerLimit") ?? plant.furnace.ratedKw);
    stepFurnace(context, "f2", number("f2.powerLimit") ?? plant.furnace.ratedKw);
    stepLine(context);
    stepAir(context);
    protectAir();
    stepHall(context, number("hvac.setpoint"));
    state.baseKw += (input.baseKw - state.baseKw) / 20;
    const working =
      input.phase === "shift" || state.furnaces.f1.orderId !== null || state.furnaces.f2.orderId !== null;
    state.extractionKw = working ? plant.extraction.onKw : plant.extraction.idleKw;
    stepCooling(state);
    stepPouringFurnace(state);
    stepPv(context, number("pv.limit") ?? 100);
    const batteryKw = number("battery.power");
    stepBattery(state, batteryKw === null || state.battery.override ? state.battery.nativeKw : batteryKw);
    stepMeter(context);
    state.nowMs += 1000;
  };

  function setMode(asset: string, mode: Mode): void {
    if (!(asset in state.modes) || !modes.includes(mode)) throw foundryErrors.unknownAsset(asset, assets);
    if (state.modes[asset] === mode) return;
    state.modes[asset] = mode;
    context.emit({ kind: "mode", asset, message: `${asset} is in mode ${mode}.`, details: { mode } });
    if (mode !== "remote") handBackAssets(context, [asset], `mode is ${mode}`);
  }

  function trip(asset: string, minutes = 20): void {
    const seconds = Math.round(minutes * 60);
    const machine = machineIds.find((id) => asset === `air.${id}` || asset === id);
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
    const before = state.trips[asset]?.mode ?? state.modes[asset]!;
    state.trips[asset] = { mode: before, untilMs: state.nowMs + seconds * 1000 };
    setMode(asset, "fault");
  }

  function refuseHeat(orderId: string, reason: string): void {
    const order = state.orders.find((item) => item.orderId === orderId && item.state === "open");
    if (!order) throw foundryErrors.unknownOrder(orderId);
    refuse(context, order, reason);
  }

  const foundry: Foundry = {
    nowMs: () => state.nowMs,
    step: (seconds) => {
      for (let done = 0; done < seconds; done += 1) second();
    },
    truth: () => state,
    readings: () => sensors.readings(),
    apply: (command: FoundryCommand): FoundryAck => applyCommand(context, command),
    lastAck: (pointId) => (state.lastAcks[pointId] as FoundryAck | undefined) ?? null,
    heartbeat: () => {
      state.heartbeatMs = state.nowMs;
    },
    release: (names = []) => handBackAssets(context, names, "released"),
    setMode,
    trip,
    refuseHeat,
    sensorFault: (pointId: string, fault: SensorFault) => sensors.force(pointId, fault),
    checkpoint: () =>
      JSON.parse(JSON.stringify({ version: checkpointVersion, state, quarters, recordStartMs })) as Json,
    events: () => {
      const drained = events;
      events = [];
      return drained;
    },
    meter: () => blockRecord(state, quarters, recordStartMs),
  };
  const beginRecord = (): void => {
    recordStartMs = state.nowMs;
    quarters.length = 0;
    events = [];
    state.startMs = state.nowMs;
    state.violations = noViolations();
    state.counts = { heats: 0, refusedHeats: 0, corrections: 0, starts: 0 };
    state.tappedT = {};
    state.line.pouredT = {};
    state.line.waitS = 0;
    state.line.lateHeats = 0;
    state.meter.peakKw = options.peakSoFarKw ?? 0;
    state.meter.windowPeakKw = options.windowPeakSoFarKw ?? 0;
    state.demand.targetKw = options.demandTargetKw ?? plant.demand.targetKw;
  };
  return { foundry, beginRecord };
}

const allMachines = machineIds as unknown as string[];

function blockRecord(state: FoundryState, quarters: readonly QuarterRecord[], startMs: number): BlockRecord {
  const { f1, f2 } = state.furnaces;
  const coldMs = plant.furnace.coldAfterH * 3_600_000;
  const cold = [f1, f2].filter((furnace) => state.nowMs - furnace.lastHotMs > Math.min(coldMs, dayMs * 2));
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
      heatsKwh: f1.heatKwh + f2.heatKwh,
      batteryKwh: state.battery.storedKwh,
      hallC: state.hall.airC,
      freeAirM3: state.air.headerBar * plant.air.freeAirM3PerBar,
      coldFurnaces: cold.length,
      compressorStarts: state.counts.starts,
    },
  };
}
