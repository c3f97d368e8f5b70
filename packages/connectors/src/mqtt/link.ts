import { QtwinError } from "@qtwin/core";
import type { LinkStatus, OpenContext, ReadHandlers, ReadLink } from "@qtwin/twin";
import type { IPublishPacket } from "mqtt";
import { createClockOffset } from "./clock-offset.ts";
import { type MqttConfig, resolveBroker, subscriptionFilters } from "./config.ts";
import { type Connection, openConnection } from "./connection.ts";
import { createDecoder } from "./decode.ts";
import { mqttError } from "./errors.ts";
import { createIntake, type Intake } from "./intake.ts";
import { keepConnected } from "./keep-connected.ts";
import { createMalformedReport } from "./malformed-report.ts";
import { readRetained } from "./read-retained.ts";

/** What went through a link since it was opened. */
export interface MqttCounters {
  messages: number;
  measurements: number;
  malformed: number;
  /** Messages of topics no point reads. */
  unmapped: number;
  connections: number;
}

export interface MqttReadLink extends ReadLink {
  readonly counters: () => Readonly<MqttCounters>;
}

/** Time stamps say nothing about the clock while the broker still sends what it kept for us. */
const settleMs = 5_000;
/** Wall milliseconds between two looks at the clock of the source. */
const clockEveryMs = 20;
/** The offset is told again when it has changed by this much, plant milliseconds. */
const offsetStepMs = 500;
const closeTimeoutMs = 5_000;

interface Reporter {
  readonly status: () => LinkStatus;
  readonly tell: (state: LinkStatus["state"], detail: string) => void;
  /** Starts to measure the clock of the source anew. */
  readonly connected: (url: string) => void;
  readonly observeClock: (sourceTimeMs: number | null, packet: IPublishPacket, nowMs: number) => void;
}

/** Keeps the status of a link and tells each change. */
function createReporter({ clock }: OpenContext, onStatus: ReadHandlers["onStatus"]): Reporter {
  let offset = createClockOffset();
  let lookAgainAt = 0;
  let status: LinkStatus = {
    state: "connecting",
    sinceMs: clock.nowMs(),
    clockOffsetMs: null,
    detail: "not connected yet",
  };
  const tell: Reporter["tell"] = (state, detail) => {
    const sinceMs = state === status.state ? status.sinceMs : clock.nowMs();
    status = { state, sinceMs, clockOffsetMs: offset.offsetMs(), detail };
    onStatus(status);
  };
  return {
    status: () => status,
    tell,
    connected(url) {
      offset = createClockOffset();
      lookAgainAt = performance.now() + settleMs;
      tell("connected", `connected to ${url}`);
    },
    observeClock(sourceTimeMs, packet, nowMs) {
      if (sourceTimeMs === null || packet.retain || packet.dup) return;
      const atMs = performance.now();
      if (atMs < lookAgainAt) return;
      lookAgainAt = atMs + clockEveryMs;
      const measured = offset.observe(sourceTimeMs - nowMs);
      if (status.clockOffsetMs === null || Math.abs(measured - status.clockOffsetMs) > offsetStepMs)
        tell(status.state, status.detail);
    },
  };
}

function createLinkIntake(
  config: MqttConfig,
  context: OpenContext,
  handlers: ReadHandlers,
  reporter: Reporter,
): Intake {
  let connectedDetail = "";
  return createIntake({
    store: handlers.onBatch,
    batchMessages: config.batchMessages,
    lingerMs: config.lingerMs,
    parallelBatches: config.parallelBatches,
    maxPending: config.receiveMaximum,
    retryMinMs: config.reconnectMinMs,
    retryMaxMs: config.reconnectMaxMs,
    onTrouble(error, pendingMessages) {
      const { state, detail } = reporter.status();
      if (error === null) return reporter.tell(state, connectedDetail);
      if (!detail.includes("wait to be stored")) connectedDetail = detail;
      reporter.tell(state, `${pendingMessages} messages wait to be stored: ${error.message}`);
      context.log("warn", "Measurements cannot be stored; the broker keeps them for us.", {
        pendingMessages,
        error: error.message,
      });
    },
  });
}

type OnMessage = (connection: Connection, packet: IPublishPacket, proceed: () => void) => void;

function createReceiver(
  { maxPayloadBytes }: MqttConfig,
  context: OpenContext,
  intake: Intake,
  observeClock: Reporter["observeClock"],
  counters: MqttCounters,
): { readonly onMessage: OnMessage; readonly close: () => void } {
  const decoder = createDecoder(context.points, maxPayloadBytes);
  const malformed = createMalformedReport(context);
  return {
    onMessage(connection, packet, proceed) {
      const nowMs = context.clock.nowMs();
      const batch = intake.filling(connection);
      const decoded = decoder.decode(packet.topic, packet.payload as Buffer, nowMs, batch.measurements);
      if (packet.qos > 0) batch.messageIds.push(packet.messageId!);
      counters.messages += 1;
      if (decoded.kind === "measurements") {
        counters.measurements += decoded.count;
        observeClock(decoded.sourceTimeMs, packet, nowMs);
      } else if (decoded.kind === "malformed") {
        counters.malformed += 1;
        malformed.record(packet.topic, decoded.reason, packet.payload.length);
      } else counters.unmapped += 1;
      intake.added();
      if (intake.hasRoom()) proceed();
      else intake.whenRoom(proceed);
    },
    close: malformed.close,
  };
}

/** Tells what went wrong with a connection, to the log and, if somebody was refused, to the audit. */
function reportTrouble(error: QtwinError, config: MqttConfig, context: OpenContext): void {
  context.log("warn", error.message, { code: error.code, fix: error.fix });
  if (error.kind !== "denied") return;
  context.onSecurityEvent({
    action: "mqtt.refused",
    subject: config.url ?? config.endpointsFile ?? "mqtt",
    detail: `${error.code}: ${error.message}`,
  });
}

/**
 * Opens a reading link, which from then on connects again by itself whenever the connection is lost.
 * @throws the reason when the first attempt to connect fails; see `openConnection` and `resolveBroker`
 */
export async function openLink(
  config: MqttConfig,
  context: OpenContext,
  handlers: ReadHandlers,
): Promise<MqttReadLink> {
  const clientId = config.clientId ?? `qtwin-${context.siteId}`;
  const filters = subscriptionFilters(config, context.points);
  const counters: MqttCounters = { messages: 0, measurements: 0, malformed: 0, unmapped: 0, connections: 0 };
  const reporter = createReporter(context, handlers.onStatus);
  const intake = createLinkIntake(config, context, handlers, reporter);
  const receiver = createReceiver(config, context, intake, reporter.observeClock, counters);
  let closed = false;

  const connect = async (): Promise<Connection> => {
    const broker = resolveBroker(config, context.pkiDir);
    const connection = await openConnection({
      broker,
      config,
      clientId,
      filters,
      persistent: true,
      onMessage: (...message) => {
        // What arrives while we close is neither taken nor acknowledged: the broker keeps it.
        if (!closed) receiver.onMessage(...message);
      },
    });
    counters.connections += 1;
    reporter.connected(connection.url);
    return connection;
  };
  const onTrouble = (error: QtwinError): void => {
    reportTrouble(error, config, context);
    reporter.tell(error.kind === "denied" ? "down" : "reconnecting", `${error.message} ${error.fix}`);
  };
  const kept = await keepConnected({
    connect,
    onTrouble,
    minMs: config.reconnectMinMs,
    maxMs: config.reconnectMaxMs,
  }).catch((thrown: unknown) => {
    const error = QtwinError.from(thrown);
    reportTrouble(error, config, context);
    throw error;
  });

  return {
    status: reporter.status,
    counters: () => ({ ...counters }),
    async readNow() {
      if (closed) throw mqttError.closed();
      return readRetained(config, context, `${clientId}-now`);
    },
    readHistory: async () => [],
    async close() {
      if (closed) return;
      closed = true;
      await intake.close(closeTimeoutMs);
      await kept.close();
      receiver.close();
      reporter.tell("down", "closed");
    },
  };
}
