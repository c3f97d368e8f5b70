import { expect, test } from "vitest";
import pointsJson from "../../points.json" with { type: "json" };
import { createFoundry } from "../foundry.ts";
import type { Foundry } from "../plant-model.ts";
import { mondayMs, syntheticMarket } from "../testing/market.ts";

const market = syntheticMarket();
const shiftMs = mondayMs + 8 * 3_600_000;
const plantWith = (sensorFaults: boolean): Foundry =>
  createFoundry({ startMs: shiftMs, seed: 1, controller: "b1", market, sensorFaults });

const reading = (foundry: Foundry, pointId: string) =>
  foundry.readings().find((item) => item.pointId === pointId)!;

test("every point of the catalogue has a value of its type, within its range", () => {
  const foundry = plantWith(false);
  const readings = new Map(foundry.readings().map((item) => [item.pointId, item]));
  expect(readings.size).toBe(pointsJson.points.length);
  for (const point of pointsJson.points) {
    const { value } = readings.get(point.id)!;
    if (point.type === "text") expect(typeof value, point.id).toBe("string");
    if (point.type !== "number") continue;
    expect(typeof value, point.id).toBe("number");
    expect(value as number, point.id).toBeGreaterThanOrEqual(point.range!.min - 0.5);
    expect(value as number, point.id).toBeLessThanOrEqual(point.range!.max);
  }
});

test("readings stay within the declared accuracy (k = 2: nearly always)", () => {
  const foundry = plantWith(false);
  let outside = 0;
  for (let count = 0; count < 200; count += 1) {
    foundry.step(10);
    const truth = foundry.truth().air.headerBar;
    if (Math.abs((reading(foundry, "air.headerBar").value as number) - truth) > 0.05) outside += 1;
  }
  expect(outside).toBeLessThan(10);
});

test("a value is sampled at its own period", () => {
  const foundry = plantWith(false);
  const first = reading(foundry, "hall.airC");
  foundry.step(5);
  expect(reading(foundry, "hall.airC")).toEqual(first);
  foundry.step(5);
  expect(reading(foundry, "hall.airC").sourceTimeMs).toBe(first.sourceTimeMs + 10_000);
});

test("a dropout says so, a stuck value does not, and both end", () => {
  const foundry = plantWith(false);
  const held = reading(foundry, "air.flowM3min").value;
  foundry.sensorFault("air.flowM3min", "stuck");
  foundry.sensorFault("air.headerBar", "dropout");
  foundry.step(60);
  expect(reading(foundry, "air.flowM3min")).toMatchObject({ value: held, quality: "good" });
  expect(reading(foundry, "air.headerBar")).toMatchObject({
    quality: "bad",
    qualityCode: "BadSensorFailure",
  });
  foundry.sensorFault("air.flowM3min", "none");
  foundry.sensorFault("air.headerBar", "none");
  foundry.step(60);
  expect(reading(foundry, "air.flowM3min").value).not.toBe(held);
  expect(reading(foundry, "air.headerBar").quality).toBe("good");
});

test("a forced drift grows", () => {
  const foundry = plantWith(false);
  foundry.sensorFault("pour.metalT", "drift");
  foundry.step(4 * 3600);
  const error = (reading(foundry, "pour.metalT").value as number) - foundry.truth().metalT;
  expect(error).toBeGreaterThan(0.4);
});

test("spontaneous dropouts come at about their rate", () => {
  const foundry = plantWith(true);
  let bad = 0;
  let all = 0;
  for (let count = 0; count < 24 * 12; count += 1) {
    foundry.step(300);
    const readings = foundry.readings();
    bad += readings.filter((item) => item.quality === "bad").length;
    all += readings.length;
  }
  expect(bad).toBeGreaterThan(0);
  expect(bad / all).toBeLessThan(0.001);
});

test("an unknown point is refused", () => {
  expect(() => plantWith(false).sensorFault("x", "stuck")).toThrow(
    expect.objectContaining({ code: "QT_FOUNDRY_UNKNOWN_POINT" }),
  );
});

test("no counter runs back, not by its last digit either", () => {
  const foundry = plantWith(false);
  const counters = pointsJson.points.filter(({ kind }) => kind === "counter").map(({ id }) => id);
  let before = new Map<string, number>();
  for (let count = 0; count < 500; count += 1) {
    foundry.step(20);
    const now = new Map(foundry.readings().map(({ pointId, value }) => [pointId, value as number]));
    for (const id of counters) expect(now.get(id)!, id).toBeGreaterThanOrEqual(before.get(id) ?? 0);
    before = now;
  }
});
