import { QtwinError } from "@qtwin/core";
import type { LinkStatus, OpenContext, RawMeasurement, ReadHandlers, ReadLink } from "@qtwin/twin";
import type { IPublishPacket } from "mqtt";
import { createClockOffset } from "./clock-offset.ts";
import { type MqttConfig, resolveBroker, subscriptionFilters } from "./config.ts";
import { type Connection, openConnection } from "./connection.ts";
import { createDecoder } from "./decode.ts";
import { mqttError } from "./errors.ts";
import { createIntake } from "./intake.ts";
import { createMalformedReport } from "./malformed-report.ts";
import { readRetained } from "./read-retained.ts";

/** What went through a link since it was opened. */
export interface MqttCounters {
  readonly messages: number;
  readonly measurements: number;
  readonly malformed: number;
  /** Messages of topics no point reads. */
  readonly unmapped: number;
  readonly connections: number;
}

export interface MqttReadLink extends ReadLink {
  readonly counters: () => MqttCounters;
}

/** Time stamps say nothing about the clock while the broker still sends what it kept for us. */
const settleMs = 5_000;
/** Plant milliseconds by which the offset must change to be told again. */
const offsetStepMs = 500;
const closeTimeoutMs = 5_000;

/**
 * Opens a reading link: it connects, then keeps connecting again until closed.
 * @throws the reason when the first attempt to connect fails; see `openConnection`
 */
export async function openLink(
  config: MqttConfig,
  context: OpenContext,
  handlers: ReadHandlers,
): Promise<MqttReadLink> {
  const { clock } = context;
  const clientId = config.clientId ?? `qtwin-${context.siteId}`;
  const filters = subscriptionFilters(config, context.points);
  const decoder = createDecoder(context.points, config.maxPayloadBytes);
  const malformed = createMalformedReport(context);
  const counters = { messages: 0, measurements: 0, malformed: 0, unmapped: 0, connections: 0 };
  let offset = createClockOffset();
  let connectedAt = 0;
  let current: Connection | null = null;
  let closing = false;
  let wake: (() => void) | null = null;

  let status: LinkStatus = {
    state: "connecting",
    sinceMs: clock.nowMs(),
    clockOffsetMs: null,
    detail: "",
  };
  const tell = (state: LinkStatus["state"], detail: string): void => {
    const sinceMs = state === status.state ? status.sinceMs : clock.nowMs();
    status = { state, sinceMs, clockOffsetMs: offset.offsetMs(), detail };
    handlers.onStatus(status);
  };

  const intake = createIntake({
    store: handlers.onBatch,
    batchMessages: config.batchMessages,
    lingerMs: config.lingerMs,
    maxPending: config.receiveMaximum,
    retryMinMs: config.reconnectMinMs,
    retryMaxMs: config.reconnectMaxMs,
    onTrouble(error, pendingMessages) {
      if (error === null) return tell(status.state, `connected to ${current?.url ?? "the broker"}`);
      context.log("warn", "Measurements cannot be stored; they stay with the broker, unacknowledged.", {
        pendingMessages,
        error: error.message,
      });
      tell(status.state, `${pendingMessages} messages wait to be stored: ${error.message}`);
    },
  });

  const observeClock = (sourceTimeMs: number | null, packet: IPublishPacket, nowMs: number): void => {
    if (sourceTimeMs === null || packet.retain || packet.dup) return;
    offset.observe(sourceTimeMs, nowMs, performance.now() - connectedAt > settleMs);
    const measured = offset.offsetMs();
    if (measured === null) return;
    if (status.clockOffsetMs === null || Math.abs(measured - status.clockOffsetMs) > offsetStepMs)
      tell(status.state, status.detail);
  };

  const onMessage = (connection: Connection, packet: IPublishPacket, proceed: () => void): void => {
    const nowMs = clock.nowMs();
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
  };

  const connect = async (): Promise<Connection> => {
    const connection = await openConnection({
      broker: resolveBroker(config, context.pkiDir),
      config,
      clientId,
      filters,
      persistent: true,
      onMessage,
    });
    current = connection;
    counters.connections += 1;
    connectedAt = performance.now();
    offset = createClockOffset();
    tell("connected", `connected to ${connection.url}`);
    return connection;
  };

  const fail = (error: QtwinError): void => {
    if (error.kind === "denied")
      context.onSecurityEvent({
        action: "mqtt.refused",
        subject: config.url ?? clientId,
        detail: `${error.code}: ${error.message}`,
      });
    context.log("warn", error.message, { code: error.code, fix: error.fix });
  };

  const pause = (delayMs: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, delayMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const reconnect = async (): Promise<Connection | null> => {
    for (
      let delayMs = config.reconnectMinMs;
      !closing;
      delayMs = Math.min(delayMs * 2, config.reconnectMaxMs)
    ) {
      await pause(delayMs);
      if (closing) return null;
      try {
        return await connect();
      } catch (thrown) {
        const error = QtwinError.from(thrown);
        fail(error);
        tell(error.kind === "denied" ? "down" : "reconnecting", `${error.message} ${error.fix}`);
      }
    }
    return null;
  };

  const stayConnected = async (first: Connection): Promise<void> => {
    for (let connection: Connection | null = first; connection !== null; connection = await reconnect()) {
      const reason = await connection.ended;
      current = null;
      if (closing) return;
      fail(reason);
      tell("reconnecting", `${reason.message} ${reason.fix}`);
    }
  };

  let first: Connection;
  try {
    first = await connect();
  } catch (thrown) {
    const error = QtwinError.from(thrown);
    fail(error);
    throw error;
  }
  const running = stayConnected(first);

  return {
    status: () => status,
    counters: () => ({ ...counters }),
    readNow: (): Promise<readonly RawMeasurement[]> => {
      if (closing) throw mqttError.closed();
      return readRetained(config, context, `${clientId}-now`);
    },
    readHistory: async () => [],
    async close() {
      if (closing) return;
      closing = true;
      await intake.close(closeTimeoutMs);
      wake?.();
      await current?.close();
      await running;
      malformed.close();
      tell("down", "closed");
    },
  };
}
