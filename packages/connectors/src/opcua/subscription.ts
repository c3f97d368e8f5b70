import type { RawMeasurement, SiteClock } from "@qtwin/twin";
import {
  AttributeIds,
  type ClientMonitoredItemBase,
  type ClientSession,
  DataChangeFilter,
  DataChangeTrigger,
  type DataValue,
  DeadbandType,
  TimestampsToReturn,
} from "node-opcua";
import type { OpcuaConfig } from "./config.ts";
import { opcuaError } from "./errors.ts";
import { type OpcuaPoint, toMeasurement } from "./measurement.ts";
import { createWatchdog } from "./watchdog.ts";

export interface Subscription {
  readonly close: () => Promise<void>;
}

/** Values a server keeps for one point between two publications. */
const queueSize = 50;

/**
 * Subscribes to all points; also a value that did not change is told when its source time did, so that age can be
 * known. `onSilent` is called when the server stops publishing, or publishes but no value any more: both happen in
 * the field without any error.
 */
export async function subscribe(
  session: ClientSession,
  points: readonly OpcuaPoint[],
  config: OpcuaConfig,
  clock: SiteClock,
  onValues: (values: readonly RawMeasurement[]) => void,
  onSilent: (reason: string) => void,
): Promise<Subscription> {
  const subscription = await session.createSubscription2({
    requestedPublishingInterval: config.publishingIntervalMs,
    requestedMaxKeepAliveCount: Math.max(1, Math.floor(config.watchdogIntervals / 3)),
    requestedLifetimeCount: config.watchdogIntervals * 10,
    maxNotificationsPerPublish: 0,
    publishingEnabled: true,
    priority: 1,
  });
  const silenceMs =
    config.watchdogIntervals * Math.max(config.publishingIntervalMs, subscription.publishingInterval);
  const fastestMs = (Math.min(...points.map((point) => point.periodS)) * 1000) / clock.speed;
  const anything = createWatchdog(silenceMs, () => onSilent(`nothing published for ${silenceMs} ms`));
  const valueSilenceMs = Math.max(2 * silenceMs, 10 * fastestMs);
  const values = createWatchdog(valueSilenceMs, () =>
    onSilent(`no value published for ${valueSilenceMs} ms`),
  );
  const stop = () => {
    anything.stop();
    values.stop();
  };
  subscription.on("keepalive", anything.touch);
  subscription.on("received_notifications", anything.touch);
  subscription.on("terminated", () => onSilent("subscription ended by the server"));
  subscription.on("internal_error", (error: Error) => onSilent(error.message));

  let batch: RawMeasurement[] = [];
  const flush = () => {
    values.touch();
    const full = batch;
    batch = [];
    onValues(full);
  };
  try {
    const group = await subscription.monitorItems(
      points.map((point) => ({ nodeId: point.source.nodeId, attributeId: AttributeIds.Value })),
      { samplingInterval: 0, queueSize, discardOldest: true, filter: everyNewSourceTime() },
      TimestampsToReturn.Both,
    );
    refuseMissing(points, group.monitoredItems);
    group.on("changed", (_item: ClientMonitoredItemBase, data: DataValue, index: number) => {
      if (batch.length === 0) setImmediate(flush);
      batch.push(toMeasurement(points[index]!, data, clock.nowMs()));
    });
  } catch (error) {
    stop();
    throw error;
  }
  return {
    close: async () => {
      stop();
      subscription.removeAllListeners("terminated");
      subscription.removeAllListeners("internal_error");
      await subscription.terminate().catch(() => undefined);
    },
  };
}

const everyNewSourceTime = () =>
  new DataChangeFilter({
    trigger: DataChangeTrigger.StatusValueTimestamp,
    deadbandType: DeadbandType.None,
    deadbandValue: 0,
  });

function refuseMissing(points: readonly OpcuaPoint[], items: readonly ClientMonitoredItemBase[]): void {
  for (const [index, item] of items.entries()) {
    if (item.statusCode.isGood()) continue;
    throw opcuaError.requestFailed("Subscribing to", points[index]!.source.nodeId, item.statusCode.name);
  }
}
