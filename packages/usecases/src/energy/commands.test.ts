import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { CommandSlot } from "../contract.ts";
import { commands } from "./commands.ts";
import { exampleFacts } from "./example-facts.ts";
import type { EnergyFacts } from "./facts.ts";
import { simulateNative } from "./native.ts";
import { powerLimitsKw } from "./power-limits.ts";
import { baseline } from "./use-case.ts";

interface WritePointJson {
  readonly id: string;
  readonly range?: { readonly min: number; readonly max: number };
}
const catalogue = JSON.parse(
  readFileSync(new URL("../../../../sites/foundry/points.json", import.meta.url), "utf8"),
) as { writePoints: readonly WritePointJson[] };

const slotsOf = (facts: EnergyFacts): readonly CommandSlot[] => commands(facts, baseline(facts));
const valuesOf = (slots: readonly CommandSlot[], pointId: string): unknown[] =>
  slots.filter((slot) => slot.pointId === pointId).map(({ value }) => value);

test("only points of the catalogue are written, within their range", () => {
  const known = new Map(catalogue.writePoints.map((point) => [point.id, point]));
  for (const { pointId, value } of slotsOf(exampleFacts())) {
    const point = known.get(pointId)!;
    expect(point, pointId).toBeDefined();
    if (!point.range) continue;
    expect(value, pointId).toBeGreaterThanOrEqual(point.range.min);
    expect(value, pointId).toBeLessThanOrEqual(point.range.max);
  }
});

test("an asset that is not under remote control is left alone", () => {
  const facts = exampleFacts();
  const local: EnergyFacts = {
    ...facts,
    furnaces: facts.furnaces.map((furnace) => ({ ...furnace, mode: "local" })),
    battery: { ...facts.battery, mode: "fault" },
    hall: { ...facts.hall, mode: "off" },
  };
  const points = new Set(slotsOf(local).map(({ pointId }) => pointId));
  expect(points).toEqual(new Set(["air.enabled", "air.headerPressure"]));
});

test("equal values are merged up to four steps, and the heat list is the same in each of its slots", () => {
  const slots = slotsOf(exampleFacts());
  const stepMs = 15 * 60_000;
  for (const { pointId, validFromMs, validUntilMs } of slots)
    expect(validUntilMs - validFromMs, pointId).toBeLessThanOrEqual(4 * stepMs + 5 * 60_000);
  const lists = valuesOf(slots, "heats.list").map((list) => JSON.stringify(list));
  expect(new Set(lists).size).toBe(1);
  expect(JSON.parse(lists[0]!)).toHaveLength(15);
});

test("the furnace limit makes up for the minutes of charging, and PV is limited only when it is curtailed", () => {
  const facts = exampleFacts();
  const native = simulateNative(facts);
  // The first heat starts at 04:30 at full power: the mean of its first quarter-hour is less than the limit.
  expect(native.furnaceKw.f1![18]).toBeCloseTo(facts.plant.melt.startQuarterKw, 6);
  expect(powerLimitsKw(facts, native, "f1")[18]).toBe(2000);
  expect(valuesOf(slotsOf(facts), "pv.limit")).toEqual([]);
});

test("a heat that follows another at once may be started as soon as the furnace is free, any other at its time", () => {
  const facts = exampleFacts({ startHour: 8, hours: 16, metalT: 0 });
  const { heats } = simulateNative(facts);
  const list = valuesOf(slotsOf(facts), "heats.list")[0] as { orderId: string; notBeforeMs: number }[];
  const early = heats.map(({ orderId, furnace, startMs }) => {
    const follows = heats.some((other) => other.furnace === furnace && other.tapMs === startMs);
    return [follows, (startMs - list.find((heat) => heat.orderId === orderId)!.notBeforeMs) / 60_000];
  });
  expect(early).toContainEqual([true, 10]);
  expect(early).toContainEqual([false, 0]);
  expect(early.every(([follows, minutes]) => minutes === (follows ? 10 : 0))).toBe(true);
});
