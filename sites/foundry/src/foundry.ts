import type { Json } from "@qtwin/core";
import type { QuarterRecord } from "./billing/record.ts";
import { refuse } from "./control/melt-shop.ts";
import { foundryErrors } from "./errors.ts";
import { localDay } from "./market/local-day.ts";
import { blockRecord } from "./physics/block-record.ts";
import { applyCommand, handBackAssets } from "./physics/commands.ts";
import type { Context } from "./physics/context.ts";
import { initialState, noViolations } from "./physics/initial-state.ts";
import { emptyInput } from "./physics/minute-input.ts";
import { asDescribed } from "./physics/mismatch.ts";
import { createSensors } from "./physics/sensors.ts";
import type { FoundryState } from "./physics/state.ts";
import { setMode, tripAsset } from "./physics/switchboard.ts";
import { createTick } from "./physics/tick.ts";
import { plant } from "./plant-data.ts";
import type { Foundry, FoundryAck, FoundryEvent, FoundryOptions } from "./plant-model.ts";

const checkpointVersion = 1;
const eventsKept = 5000;
const defaultTripMin = 20;

/** A plant as a checkpoint holds it. */
interface Saved {
  readonly version: number;
  readonly state: FoundryState;
  readonly quarters: QuarterRecord[];
  recordStartMs: number;
}

/**
 * The simulated plant at an instant: it begins at local midnight of that day in normal work and runs natively to it;
 * records and events count from the start.
 * @example
 * const foundry = createFoundry({ startMs, seed: 1, controller: "b1", market });
 * foundry.step(3600);
 */
export function createFoundry(options: FoundryOptions): Foundry {
  const midnightMs = localDay(options.startMs, plant.timeZone).startMs;
  const targetKw = options.demandTargetKw ?? defaultTargetKw(options);
  const state = initialState(midnightMs, targetKw, options.windowTargetKw ?? plant.demand.windowTargetKw);
  const saved: Saved = { version: checkpointVersion, state, quarters: [], recordStartMs: midnightMs };
  const foundry = foundryOf(options, saved);
  foundry.step(Math.round((options.startMs - midnightMs) / 1000));
  beginRecord(saved, options, targetKw);
  foundry.events();
  return foundry;
}

/**
 * Continues from a checkpoint; with the same options it has the same future.
 * @throws QT_FOUNDRY_BAD_CHECKPOINT
 */
export function restoreFoundry(checkpoint: Json, options: FoundryOptions): Foundry {
  const saved = checkpoint as unknown as Saved | null;
  if (saved?.version !== checkpointVersion) {
    throw foundryErrors.badCheckpoint(`expected version ${checkpointVersion}.`);
  }
  return foundryOf(options, structuredClone(saved));
}

const keepsWindows = (options: FoundryOptions): boolean =>
  options.controller === "b2" && options.tariff === "window";

function defaultTargetKw(options: FoundryOptions): number {
  return keepsWindows(options) ? plant.priceRule.outsideWindowTargetKw : plant.demand.targetKw;
}

/** What happened before the start does not count. */
function beginRecord(saved: Saved, options: FoundryOptions, targetKw: number): void {
  const { state } = saved;
  saved.recordStartMs = state.nowMs;
  saved.quarters.length = 0;
  state.startMs = state.nowMs;
  state.violations = noViolations();
  state.counts = { heats: 0, refusedHeats: 0, corrections: 0, starts: 0 };
  state.tappedT = {};
  Object.assign(state.line, { pouredT: {}, waitS: 0, lateHeats: 0 });
  state.meter.peakKw = options.peakSoFarKw ?? 0;
  state.meter.windowPeakKw = options.windowPeakSoFarKw ?? 0;
  state.demand.targetKw = targetKw;
}

function foundryOf(options: FoundryOptions, saved: Saved): Foundry {
  const { state, quarters } = saved;
  let events: FoundryEvent[] = [];
  const context: Context = {
    state,
    seed: options.seed,
    controller: options.controller,
    market: options.market,
    usesWindowTarget: keepsWindows(options),
    emit: (event) => {
      events.push({ atMs: state.nowMs, ...event });
      if (events.length > eventsKept) events = events.slice(-eventsKept / 2);
    },
    mismatch: options.mismatch ?? null,
    factors: asDescribed(),
    input: emptyInput(state),
  };
  const tick = createTick(context, quarters, options.keepQuarters ?? 3500);
  const sensors = createSensors(context, options.sensorFaults ?? true);
  return {
    nowMs: () => state.nowMs,
    step: (seconds) => {
      for (let done = 0; done < seconds; done += 1) tick();
    },
    truth: () => state,
    factors: () => context.factors,
    readings: sensors.readings,
    apply: (command) => applyCommand(context, command),
    lastAck: (pointId) => (state.lastAcks[pointId] as FoundryAck | undefined) ?? null,
    heartbeat: () => {
      state.heartbeatMs = state.nowMs;
    },
    release: (names = []) => handBackAssets(context, names, "released"),
    setMode: (asset, mode) => setMode(context, asset, mode),
    trip: (asset, minutes = defaultTripMin) => tripAsset(context, asset, minutes),
    refuseHeat: (orderId, reason) => {
      const order = state.orders.find((item) => item.orderId === orderId && item.state === "open");
      if (!order) throw foundryErrors.unknownOrder(orderId);
      refuse(context, order, reason);
    },
    sensorFault: sensors.force,
    checkpoint: () => JSON.parse(JSON.stringify(saved)) as Json,
    events: () => {
      const drained = events;
      events = [];
      return drained;
    },
    meter: () => blockRecord(state, quarters, saved.recordStartMs),
  };
}
