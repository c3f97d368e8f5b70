import type { OpenContext } from "@qtwin/twin";
import { connectorContract, pointSpec } from "@qtwin/twin/testing";
import mqtt from "mqtt";
import { afterAll, beforeAll, describe } from "vitest";
import { freePort } from "../testing/free-port.ts";
import { hasMosquitto, type Mosquitto, startMosquitto } from "../testing/mosquitto.ts";
import { mqttConfig } from "./config.ts";
import { mqttConnector } from "./connector.ts";

const source = { connector: "mqtt", topic: "plant/air", path: "flow" } as const;
const point = pointSpec({ source });
const context: OpenContext = {
  siteId: "contract",
  clock: { nowMs: () => Date.now(), speed: 1 },
  points: [point],
  pkiDir: "",
  log: () => undefined,
  onSecurityEvent: () => undefined,
};
const statusOf = { good: "ok", uncertain: "suspect", bad: "failed" } as const;

describe.skipIf(!hasMosquitto())("MQTT keeps the connector contract with mosquitto", () => {
  let broker: Mosquitto;
  let count = 0;
  beforeAll(async () => {
    broker = await startMosquitto();
  });
  afterAll(() => broker.close());

  connectorContract({
    connector: mqttConnector,
    source: async () => {
      const publisher = await mqtt.connectAsync(broker.url);
      const clientId = `contract-${count++}`;
      return {
        config: mqttConfig.parse({ url: broker.url, clientId, reconnectMinMs: 20 }),
        context,
        point,
        emit: async (flow, quality) => {
          const payload = JSON.stringify({ ts: Date.now(), status: statusOf[quality], flow });
          await publisher.publishAsync(source.topic, payload, { qos: 1, retain: true });
        },
        close: () => publisher.endAsync(),
      };
    },
    wrong: [
      { title: "no address", config: {}, where: "connectors.mqtt.url" },
      { title: "not encrypted", config: { url: "mqtt://plant:1883" }, where: "connectors.mqtt.url" },
      { title: "another protocol", config: { url: "http://plant" }, where: "url" },
      {
        title: "an unknown version",
        config: { url: "mqtts://p:1", protocolVersion: 3 },
        where: "protocolVersion",
      },
      {
        title: "a wildcard as the topic of a point",
        config: { url: "mqtts://p:1" },
        where: "points.air.flow",
        points: [pointSpec({ source: { ...source, topic: "plant/#" } })],
      },
    ],
    unreachable: async () => ({
      config: mqttConfig.parse({ url: `mqtt://127.0.0.1:${await freePort()}` }),
      context,
    }),
  });
});
