import type { Json } from "@qtwin/core";
import type { Mode } from "../plant-model.ts";

/** A heat of the order list. */
export interface Order {
  readonly orderId: string;
  readonly alloy: string;
  readonly tonnes: number;
  /** For example `2023-05-09/1`. */
  readonly campaign: string;
  /** When the line begins to pour it, by calendar: tapped later than this, the line may wait. */
  readonly pourFromMs: number;
  /** Due: poured by then. */
  readonly pourByMs: number;
  state: "open" | "melting" | "done" | "refused";
  furnace: string | null;
  startedAtMs: number | null;
  tappedAtMs: number | null;
  /** After a refusal the operator starts it himself, not before this. */
  blockedUntilMs: number;
}

/** `cold`: no metal and cold lining; `charge`, `melt`, `sample`, `ready`, `correct`, `tap`: a heat in progress. */
export type FurnaceStage =
  | "idle"
  | "charge"
  | "melt"
  | "sample"
  | "ready"
  | "correct"
  | "tap"
  | "reline"
  | "sinter"
  | "trip";

export interface FurnaceState {
  stage: FurnaceStage;
  /** Stage before a trip, to come back to. */
  stageBeforeTrip: FurnaceStage;
  stageS: number;
  tripS: number;
  orderId: string | null;
  heatStartMs: number;
  /** Energy into the metal (and into a cold lining), without holding losses. */
  heatKwh: number;
  targetKwh: number;
  tappedT: number;
  powerKw: number;
  /** Limit in force after the ramp: command or native. */
  limitKw: number;
  /** What the demand controller allows. */
  shedKw: number;
  bathC: number;
  lastHotMs: number;
  heatsSinceReline: number;
  outage: { startMs: number; endMs: number; confidence: number; reason: string } | null;
}

export interface MachineState {
  /** `stopped`, `starting`, `loaded`, `unloaded` (run-on), `trip`. */
  phase: "stopped" | "starting" | "loaded" | "unloaded" | "trip";
  phaseS: number;
  tripS: number;
  flowM3min: number;
  powerKw: number;
  /** Times of the last starts, UTC ms. */
  startsMs: number[];
  /** The master wants it to deliver. */
  wanted: boolean;
}

export interface ActiveCommand {
  id: string;
  pointId: string;
  value: Json;
  validFromMs: number;
  validUntilMs: number;
  planId: string;
}

export interface Recommendation {
  readonly orderId: string;
  readonly alloy: string;
  readonly tonnes: number;
  readonly furnace: string;
  readonly notBeforeMs: number;
  readonly pourByMs: number;
}

export type PowerKey =
  | "melt"
  | "pour"
  | "air"
  | "hvac"
  | "cooling"
  | "extraction"
  | "base"
  | "pv"
  | "charge"
  | "discharge";

export interface QuarterCounters {
  importKwh: number;
  exportKwh: number;
  reactiveKvarh: number;
  gasKwh: number;
  energyKwh: Record<PowerKey, number>;
}

/** A forced or spontaneous fault of one measuring point. */
export interface SensorFaultState {
  readonly fault: "dropout" | "stuck" | "drift";
  readonly sinceMs: number;
  held: Json;
}

/** Everything that decides the future of the plant: plain JSON, so it is its own checkpoint. */
export interface FoundryState {
  nowMs: number;
  startMs: number;
  modes: Record<string, Mode>;
  /** Mode to come back to when a trip ends, with that instant. */
  trips: Record<string, { mode: Mode; untilMs: number }>;
  sensors: Record<string, SensorFaultState>;
  orders: Order[];
  /** Local midnight up to which orders exist. */
  ordersUntilMs: number;
  furnaces: { f1: FurnaceState; f2: FurnaceState };
  /** Metal above the heel. */
  metalT: number;
  pourBathC: number;
  pourKw: number;
  line: {
    state: "pouring" | "break" | "waiting" | "off";
    tph: number;
    waitS: number;
    /** Poured of today's plan. */
    dayT: number;
    dayStartMs: number;
    pouredT: Record<string, number>;
    lateHeats: number;
  };
  crewPresent: boolean;
  air: {
    headerBar: number;
    setpointBar: number;
    /** What the net takes at the header, leaks included. */
    flowM3min: number;
    /** Users without leaks at reference pressure, and the running peak above them. */
    usersM3min: number;
    peakM3min: number;
    /** Smoothed demand the master plans with. */
    meanM3min: number;
    supplyM3min: number;
    enabled: string[];
    machines: Record<"c1" | "c2" | "c3" | "c4", MachineState>;
    vsdFlowM3min: number;
    /** Machines chosen by the master, as bits, and for how long. */
    setMask: number;
    setS: number;
    protectS: number;
    powerKw: number;
  };
  hall: {
    airC: number;
    /** Setpoint in force: command or programme. */
    setpointC: number;
    /** What the controller follows: moves at most 1 K per 30 min. */
    rampedC: number;
    outdoorC: number;
    heatPumpKw: number;
    heatPumpTripS: number;
    fansKw: number;
    gasKw: number;
    gasKwh: number;
    recoveredKw: number;
    shedS: number;
    shed: boolean;
  };
  battery: {
    storedKwh: number;
    netKw: number;
    wantedKw: number;
    tripS: number;
    /** What native control or the demand controller asks for. */
    nativeKw: number;
    override: boolean;
  };
  pv: { powerKw: number; availableKw: number; limitPct: number; tripS: number };
  baseKw: number;
  extractionKw: number;
  coolingKw: number;
  coolingState: "one pump" | "pump and fan" | "pump and fans";
  meter: {
    importKw: number;
    exportKw: number;
    importKwh: number;
    exportKwh: number;
    reactiveKvarh: number;
    peakKw: number;
    windowPeakKw: number;
    /** Local year of the peaks. */
    year: number;
    /** Melting energy of F1; F2 has the rest. */
    f1Kwh: number;
    quarterStartMs: number;
    /** Counters at the start of the running quarter-hour. */
    atQuarter: QuarterCounters;
    /** True energy of the sub-meters since start, kWh. */
    energyKwh: Record<PowerKey, number>;
  };
  demand: { targetKw: number; windowTargetKw: number; allowedKw: number; shedding: boolean };
  /** Commands in force and commands whose time has not come, by write point. */
  commands: Record<string, ActiveCommand[]>;
  recommended: Recommendation[];
  appliedIds: Record<
    string,
    { ack: { id: string; state: string; value: Json; reason: string }; untilMs: number }
  >;
  lastAcks: Record<string, { id: string; state: string; value: Json; reason: string }>;
  heartbeatMs: number;
  counts: { heats: number; refusedHeats: number; corrections: number; starts: number };
  tappedT: Record<string, number>;
  violations: {
    pressureS: number;
    lowestBar: number;
    comfortS: number;
    comfortKh: number;
    connectionS: number;
    highestImportKw: number;
    targetQuarters: number;
  };
}
