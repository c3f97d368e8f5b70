import { expect, test } from "vitest";
import { commandOutside, makeEnvelope, planOutside } from "./envelope.ts";
import { planOf, slotOf } from "./testing/plans.ts";

const quarterMs = 900_000;
const limits = new Map([["battery.power", { min: -250, max: 250 }]]);
const heat = (orderId: string, pourByMs: number) => ({ orderId, alloy: "GJL", pourByMs });
const commands = [
  slotOf("battery.power", 0, -100),
  slotOf("battery.power", 1, 200),
  slotOf("air.enabled", 0, ["c1", "c4"]),
  slotOf("heats.list", 0, [heat("o1", 5000), heat("o2", 9000)]),
];
const plan = planOf({ costEur: 1000, peakKw: 2700, count: 96 });
const envelope = makeEnvelope(plan, commands, limits);

test("the plan it was made from lies inside", () => {
  expect(planOutside(plan, commands, envelope)).toEqual([]);
});

test("a number may leave the plan by a tenth of its span, within its limits", () => {
  expect(envelope.bands[0]).toMatchObject({ min: -150, max: 250 });
  expect(commandOutside(slotOf("battery.power", 3, -150), envelope)).toEqual([]);
  expect(commandOutside(slotOf("battery.power", 3, -151), envelope)).toEqual([
    "battery.power: outside its approved band.",
  ]);
});

test("sets must be approved ones, heats approved orders that pour in time", () => {
  expect(commandOutside(slotOf("air.enabled", 2, ["c1"]), envelope)).toHaveLength(1);
  expect(commandOutside(slotOf("heats.list", 2, [heat("o2", 9000)]), envelope)).toEqual([]);
  expect(commandOutside(slotOf("heats.list", 2, [heat("o2", 9001)]), envelope)).toEqual([
    "Order o2 would pour later than approved.",
  ]);
  expect(commandOutside(slotOf("heats.list", 2, [heat("o9", 1)]), envelope)).toHaveLength(1);
});

test("a point nobody approved, a time outside, a higher cost an hour and a higher peak are outside", () => {
  expect(commandOutside(slotOf("pv.limit", 0, 50), envelope)).toHaveLength(1);
  expect(commandOutside({ ...slotOf("battery.power", 0, 0), validFromMs: 96 * quarterMs }, envelope)).toEqual(
    ["battery.power: outside the approved time."],
  );
  expect(planOutside(planOf({ costEur: 1030, peakKw: 2700, count: 96 }), [], envelope)).toHaveLength(1);
  expect(planOutside(planOf({ costEur: 500, peakKw: 2700, count: 48 }), [], envelope)).toEqual([]);
  expect(planOutside(planOf({ costEur: 1000, peakKw: 2800, count: 96 }), [], envelope)).toEqual([
    "The peak of 2800 kW is over the approved 2727 kW.",
  ]);
});
