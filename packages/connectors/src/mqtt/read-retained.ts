import type { OpenContext, RawMeasurement } from "@qtwin/twin";
import { type MqttConfig, resolveBroker, subscriptionFilters } from "./config.ts";
import { openConnection } from "./connection.ts";
import { createDecoder } from "./decode.ts";

/**
 * The retained values: all that MQTT lets one read. It uses a connection of its own without a session, so it takes
 * nothing away from the link.
 */
export async function readRetained(
  config: MqttConfig,
  context: OpenContext,
  clientId: string,
): Promise<readonly RawMeasurement[]> {
  const decoder = createDecoder(context.points, config.maxPayloadBytes);
  const measurements: RawMeasurement[] = [];
  const { shared: _, ...alone } = config;
  const connection = await openConnection({
    broker: resolveBroker(config, context.pkiDir),
    config,
    clientId,
    filters: subscriptionFilters(alone, context.points),
    persistent: false,
    onMessage(_connection, packet, proceed) {
      if (packet.retain)
        decoder.decode(packet.topic, packet.payload as Buffer, context.clock.nowMs(), measurements);
      proceed();
    },
  });
  await Promise.race([connection.ping(), connection.ended]);
  await connection.close();
  return measurements;
}
