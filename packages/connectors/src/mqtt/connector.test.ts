import type { PointSpec } from "@qtwin/twin";
import { expect, test } from "vitest";
import { mqttConfig, subscriptionFilters } from "./config.ts";
import { mqttConnector } from "./connector.ts";

const point = (id: string, topic: string): PointSpec => ({
  id,
  asset: "a",
  title: id,
  kind: "instant",
  type: "number",
  unit: "kW",
  periodS: 1,
  owner: "energy",
  source: { connector: "mqtt", topic, path: "v" },
});
const where = (config: unknown, points: readonly PointSpec[] = []) =>
  mqttConnector.check(mqttConfig.parse(config), points).map((finding) => finding.where);

test("the check finds what cannot work, without a network", () => {
  expect(where({ url: "mqtts://broker:8883" })).toEqual([]);
  expect(where({})).toEqual(["connectors.mqtt.url"]);
  expect(where({ url: "mqtt://broker:1883" })).toEqual(["connectors.mqtt.url"]);
  expect(where({ url: "mqtt://127.0.0.1:1883" })).toEqual([]);
  expect(where({ url: "mqtts://b:1", username: "u" })).toEqual(["connectors.mqtt.passwordFile"]);
  expect(where({ url: "mqtts://b:1", protocolVersion: 4, shared: { group: "g", topics: ["#"] } })).toEqual([
    "connectors.mqtt.shared",
  ]);
  expect(where({ url: "mqtts://b:1" }, [point("a.x", "t/+")])).toEqual(["points.a.x.source.topic"]);
});

test("shared filters stand for the topics they cover, the others are subscribed one by one", () => {
  const points = ["m/f1", "m/f2", "m/f2", "market/prices", "m"].map((topic, i) => point(`a.p${i}`, topic));
  const config = (topics: string[]) =>
    mqttConfig.parse({ url: "mqtts://b:1", shared: { group: "g", topics } });
  expect(subscriptionFilters(mqttConfig.parse({}), points)).toEqual(["m/f1", "m/f2", "market/prices", "m"]);
  expect(subscriptionFilters(config(["m/+"]), points)).toEqual(["$share/g/m/+", "market/prices", "m"]);
  expect(subscriptionFilters(config(["m/#"]), points)).toEqual(["$share/g/m/#", "market/prices"]);
});
