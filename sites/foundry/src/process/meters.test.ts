import { expect, test } from "vitest";
import { createFoundry } from "../foundry.ts";
import { loadMarket } from "../market/load-market.ts";
import type { SensorReading } from "../plant-model.ts";
import { createMarketSource, createMeterSource } from "./meters.ts";
import { readPlantPoints } from "./points.ts";

const startMs = Date.parse("2023-05-09T10:50:00Z");
const market = loadMarket({ dataDir: "no-such-folder", zone: "DE", startMs, days: 2, seed: 1 });
const { points } = readPlantPoints();
const open = () => createFoundry({ startMs, seed: 1, controller: "b1", market, sensorFaults: false });

test("each meter is told once every ten plant seconds, with all its values in one message", () => {
  const foundry = open();
  const meters = createMeterSource(points);
  const first = meters(foundry.readings());
  expect(new Set(first.map(({ topic }) => topic)).size).toBe(10);
  expect(meters(foundry.readings())).toEqual([]);
  foundry.step(30);
  const next = meters(foundry.readings());
  const battery = next.find(({ topic }) => topic === "foundry/meters/battery");
  expect(battery?.payload).toMatchObject({
    ts: expect.any(Number),
    status: "ok",
    chargeKwh: expect.any(Number),
    dischargeKwh: expect.any(Number),
  });
  expect(next.find(({ topic }) => topic === "foundry/meters/base")?.payload).toHaveProperty("powerKw");
});

test("the worst quality of its values is the status of a message", () => {
  const reading = (pointId: string, quality: SensorReading["quality"]): SensorReading => ({
    pointId,
    value: quality === "bad" ? null : 1,
    quality,
    qualityCode: "",
    sourceTimeMs: 7,
  });
  const [message] = createMeterSource(points)([
    reading("battery.chargeKwh", "uncertain"),
    reading("battery.dischargeKwh", "bad"),
  ]);
  expect(message?.payload).toEqual({ ts: 7, status: "failed", chargeKwh: 1, dischargeKwh: null });
});

test("prices are told at the start and when the next day is published, forecasts each hour", () => {
  const foundry = open();
  const news = createMarketSource(market);
  const topics = () => news(foundry).map(({ topic, retain }) => [topic.split("/").at(-1), retain]);
  expect(topics()).toEqual([
    ["day-ahead", true],
    ["pv-forecast", true],
    ["outdoor-forecast", true],
  ]);
  expect(topics()).toEqual([]);
  foundry.step(6 * 60);
  expect(topics()).toEqual([["day-ahead", true]]);
  foundry.step(4 * 60);
  expect(topics()).toEqual([
    ["pv-forecast", true],
    ["outdoor-forecast", true],
  ]);
});
