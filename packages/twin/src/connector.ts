import type { z } from "zod";
import type { RawMeasurement } from "./measurement.ts";
import type { PointSpec, WritePoint } from "./point.ts";

/** The clock of a site. For a simulated plant it may run faster than wall time. */
export interface SiteClock {
  /** Plant time, UTC milliseconds. */
  readonly nowMs: () => number;
  /** Plant seconds per wall second; 1 for a real plant. */
  readonly speed: number;
}

/** The command that goes to a plant (foundry rules, section 7). */
export interface Command {
  /** Unique per proposal, point and slot; the plant applies an id once. */
  readonly id: string;
  readonly value: unknown;
  readonly validFromMs: number;
  readonly validUntilMs: number;
  readonly planId: string;
}

export const ackStates = ["accepted", "clamped", "refused", "expired"] as const;
export interface Ack {
  readonly id: string;
  readonly state: (typeof ackStates)[number];
  /** The value in force after the command. */
  readonly value: unknown;
  readonly reason: string;
}

export interface LinkStatus {
  readonly state: "connecting" | "connected" | "reconnecting" | "down";
  readonly sinceMs: number;
  /** Measured offset of the source's clock to ours; null until measured. */
  readonly clockOffsetMs: number | null;
  readonly detail: string;
}

export interface ReadHandlers {
  /**
   * Takes a batch over. The connector acknowledges it to the source (MQTT: PUBACK) only after the promise resolves;
   * a rejection means the batch is not stored and must be delivered again.
   */
  readonly onBatch: (batch: readonly RawMeasurement[]) => Promise<void>;
  readonly onStatus: (status: LinkStatus) => void;
}

/** An open reading connection. */
export interface ReadLink {
  readonly status: () => LinkStatus;
  /** Reads every point once from the source. */
  readonly readNow: () => Promise<readonly RawMeasurement[]>;
  /** Past values of a point, oldest first; empty where the source keeps none. */
  readonly readHistory: (pointId: string, fromMs: number, toMs: number) => Promise<readonly RawMeasurement[]>;
  readonly close: () => Promise<void>;
}

/** An open writing connection; only the write step of the loop holds one. */
export interface WriteLink {
  readonly status: () => LinkStatus;
  /** Sends a command. Resolves when the source took the write, not when the plant answered it. */
  readonly send: (point: WritePoint, command: Command) => Promise<void>;
  /** The last answer of a command point; null before the first. */
  readonly readAck: (point: WritePoint) => Promise<Ack | null>;
  /** Value and source time of a point, read directly. */
  readonly readPoint: (point: PointSpec) => Promise<RawMeasurement>;
  /** Renews the lease: without it for 30 plant seconds every asset returns to native control. */
  readonly heartbeat: () => Promise<void>;
  /** Hands assets back to native control at once; all of them without an argument. */
  readonly release: (assets?: readonly string[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface OpenContext {
  readonly siteId: string;
  readonly clock: SiteClock;
  readonly points: readonly PointSpec[];
  /** Folder with this client's certificates, trust list and rejected certificates. */
  readonly pkiDir: string;
  readonly log: (
    level: "info" | "warn" | "error",
    message: string,
    details?: Record<string, unknown>,
  ) => void;
  /** Security events for the audit log: refused certificates, failed logins. */
  readonly onSecurityEvent: (event: {
    readonly action: string;
    readonly subject: string;
    readonly detail: string;
  }) => void;
}

/** One finding of an offline check of a connector's configuration. */
export interface CheckFinding {
  readonly level: "error" | "warning";
  readonly where: string;
  readonly message: string;
  readonly fix: string;
}

export interface Connector<Config> {
  readonly id: string;
  readonly title: string;
  readonly delivery: "push" | "poll" | "file" | "simulated";
  readonly can: readonly ("read" | "write")[];
  readonly config: z.ZodType<Config>;
  /** Offline: no network. */
  readonly check: (config: Config, points: readonly PointSpec[]) => readonly CheckFinding[];
  readonly openRead: (config: Config, context: OpenContext, handlers: ReadHandlers) => Promise<ReadLink>;
  readonly openWrite?: (config: Config, context: OpenContext) => Promise<WriteLink>;
}

/** Declares a connector; its folder in `packages/connectors/src/` carries the same name as its id. */
export const defineConnector = <Config>(connector: Connector<Config>): Connector<Config> => connector;
