import type { Json } from "@qtwin/core";
import type { BlockRecord } from "./billing/record.ts";
import type { Market } from "./market/market.ts";
import type { Mismatch, TrueFactors } from "./physics/mismatch.ts";
import type { FoundryState } from "./physics/state.ts";

/** Native control of the plant: as found, well run, well run with a price rule (`baseline.md`). */
export const controllers = ["b0", "b1", "b2"] as const;
export type ControllerId = (typeof controllers)[number];

/** Assets a command may reach. */
export const assets = ["f1", "f2", "orders", "air", "hvac", "battery", "pv"] as const;
export type AssetId = (typeof assets)[number];
export const modes = ["off", "local", "remote", "fault"] as const;
export type Mode = (typeof modes)[number];

/** The eight write points of `points.json`. */
export const commandPoints = [
  "f1.powerLimit",
  "f2.powerLimit",
  "heats.list",
  "air.enabled",
  "air.headerPressure",
  "hvac.setpoint",
  "battery.power",
  "pv.limit",
] as const;
export type CommandPoint = (typeof commandPoints)[number];

export interface FoundryOptions {
  /** Plant time at which the run begins, UTC ms; the plant is simulated natively from local midnight to it. */
  readonly startMs: number;
  readonly seed: number;
  readonly controller: ControllerId;
  readonly market: Market;
  /** Target of the demand controller; default: `plant.json`. Ignored by B0. */
  readonly demandTargetKw?: number;
  /** Second target inside the peak windows, used by B2 under the window tariff. */
  readonly windowTargetKw?: number;
  /** Which demand charge applies; decides whether B2 keeps its window target. */
  readonly tariff?: "annual" | "window";
  /** Highest quarter-hours of the billing year before the start. */
  readonly peakSoFarKw?: number;
  readonly windowPeakSoFarKw?: number;
  /** Sensor noise, drift, dropouts and stuck values; true unless given. */
  readonly sensorFaults?: boolean;
  /** How the plant differs from `plant.json`; as described unless given. */
  readonly mismatch?: Mismatch;
  /** Quarter-hours kept in the meter record (and in checkpoints); default 3,500. */
  readonly keepQuarters?: number;
}

/** A command as it arrives over the wire, with the point it was written to. */
export interface FoundryCommand {
  readonly pointId: string;
  readonly id: string;
  readonly value: unknown;
  readonly validFromMs: number;
  readonly validUntilMs: number;
  readonly planId: string;
}

export interface FoundryAck {
  readonly id: string;
  readonly state: "accepted" | "clamped" | "refused" | "expired";
  /** The value in force after the command. */
  readonly value: Json;
  readonly reason: string;
}

export interface SensorReading {
  readonly pointId: string;
  readonly value: Json;
  readonly quality: "good" | "uncertain" | "bad";
  /** OPC UA name of the status, for example `Good`, `BadSensorFailure`. */
  readonly qualityCode: string;
  readonly sourceTimeMs: number;
}

export type FoundryEventKind =
  | "heat-started"
  | "heat-tapped"
  | "heat-refused"
  | "heat-correction"
  | "pour-wait"
  | "trip"
  | "mode"
  | "command"
  | "handed-back"
  | "demand-override"
  | "target-raised"
  | "relining"
  | "violation"
  | "air-protection";

/** Something that happened at the plant; `asset` is what it is about. */
export interface FoundryEvent {
  readonly atMs: number;
  readonly kind: FoundryEventKind;
  readonly asset: string;
  readonly message: string;
  readonly details: { readonly [key: string]: Json };
}

export type SensorFault = "dropout" | "stuck" | "drift" | "none";

/** The simulated plant: physics in steps of one second under its own native control. */
export interface Foundry {
  /** Plant time, UTC ms. */
  nowMs(): number;
  /** Lets `seconds` whole seconds pass. */
  step(seconds: number): void;
  /** The true state; read only, changes with the next step. */
  truth(): Readonly<FoundryState>;
  /** True over described values as they are now; 1 without a mismatch. */
  factors(): Readonly<TrueFactors>;
  /** Every point of `points.json` as its sensor tells it now. */
  readings(): readonly SensorReading[];
  /** Takes a command: an id has an effect once; asked again, the first answer comes back. */
  apply(command: FoundryCommand): FoundryAck;
  /** Last answer on a write point, null before the first. */
  lastAck(pointId: string): FoundryAck | null;
  /** Renews the lease of all commanded assets. */
  heartbeat(): void;
  /** Hands assets back to native control at once; all of them without an argument or with an empty list. */
  release(assets?: readonly string[]): void;
  /** The switch at the plant. @throws QT_FOUNDRY_UNKNOWN_ASSET */
  setMode(asset: string, mode: Mode): void;
  /** Trips a furnace (`f1`), a compressor (`air.c1`), the heat pump (`hvac`), the battery or PV for a while. @throws QT_FOUNDRY_UNKNOWN_ASSET */
  trip(asset: string, minutes?: number): void;
  /** The operator refuses a recommended heat. @throws QT_FOUNDRY_UNKNOWN_ORDER */
  refuseHeat(orderId: string, reason: string): void;
  /** Forces or ends a fault of one measuring point. @throws QT_FOUNDRY_UNKNOWN_POINT */
  sensorFault(pointId: string, fault: SensorFault): void;
  /** Everything that decides the future, as JSON; continue with `restoreFoundry`. */
  checkpoint(): Json;
  /** What happened since the last call. */
  events(): readonly FoundryEvent[];
  /** The record for billing and comparison since the start. */
  meter(): BlockRecord;
}
