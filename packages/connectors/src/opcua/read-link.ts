import type { OpenContext, ReadHandlers, ReadLink } from "@qtwin/twin";
import type { ClientSession } from "node-opcua";
import { clockNodeOf, isSimulated, type OpcuaConfig } from "./config.ts";
import { createDelivery } from "./delivery.ts";
import { opcuaError } from "./errors.ts";
import { readHistory } from "./history.ts";
import { opcuaPoints } from "./measurement.ts";
import { measureClockOffset, readPoints } from "./read-nodes.ts";
import { type Attachment, keepOpen } from "./reconnect.ts";
import { openSession } from "./session.ts";
import { subscribe } from "./subscription.ts";

interface Reading extends Attachment {
  readonly session: ClientSession;
}

/** Wall milliseconds between two measurements of the clock offset. */
const clockCheckMs = 30_000;

/**
 * Opens the reader's connection: subscribes, watches, reconnects, and reads everything again after a loss.
 * @throws what `openSession` throws, at the first opening only
 */
export async function openReadLink(
  config: OpcuaConfig,
  context: OpenContext,
  handlers: ReadHandlers,
): Promise<ReadLink> {
  const points = opcuaPoints(context.points);
  const byId = new Map(points.map((point) => [point.id, point]));
  const clockNodeId = clockNodeOf(config);
  const delivery = createDelivery(handlers.onBatch, context.log);

  const open = async (again: boolean): Promise<Reading> => {
    const secure = await openSession(config, "reader", context);
    const { session } = secure;
    let lost = (_reason: string) => {};
    try {
      let clockOffsetMs = await measureClockOffset(session, clockNodeId, context.clock);
      if (again) delivery.push(await readPoints(session, points, context.clock, isSimulated(config)));
      const subscription =
        points.length === 0
          ? null
          : await subscribe(session, points, config, context.clock, delivery.push, (reason) => lost(reason));
      const clockCheck = setInterval(async () => {
        const measured = await measureClockOffset(session, clockNodeId, context.clock).catch(() => null);
        clockOffsetMs = measured ?? clockOffsetMs;
      }, clockCheckMs);
      return {
        session,
        clockOffsetMs: () => clockOffsetMs,
        onLost: (listener) => {
          lost = listener;
          secure.onLost(listener);
        },
        close: async () => {
          clearInterval(clockCheck);
          await subscription?.close();
          await secure.close();
        },
      };
    } catch (error) {
      await secure.close();
      throw error;
    }
  };

  const kept = await keepOpen(open, context, handlers.onStatus);
  return {
    status: kept.status,
    readNow: async () => readPoints(kept.current().session, points, context.clock, isSimulated(config)),
    readHistory: async (pointId, fromMs, toMs) => {
      const point = byId.get(pointId) ?? historianPoint(context, pointId);
      return readHistory(kept.current().session, point, point.source.nodeId, fromMs, toMs, context.clock);
    },
    close: async () => {
      await kept.close();
      await delivery.stop();
    },
  };
}

/** A point that is measured elsewhere (a meter on MQTT) may still have its history in this server, by its id. */
function historianPoint(context: OpenContext, pointId: string) {
  const point = context.points.find((candidate) => candidate.id === pointId);
  if (!point) throw opcuaError.unknownPoint(pointId);
  return { ...point, source: { connector: "opcua" as const, nodeId: `ns=2;s=${pointId}` } };
}
