import { hourMs } from "@qtwin/core";
import { checkFeasibility, objectiveValue } from "@qtwin/model";
import { expect, test } from "vitest";
import { build } from "./build.ts";
import { exampleFacts } from "./example-facts.ts";
import type { EnergyFacts } from "./facts.ts";
import { heatsInTime } from "./heats-in-time.ts";
import { levelledKw } from "./level-powers.ts";
import { simulateNative } from "./native.ts";
import { replay } from "./replay.ts";
import { columnValues, warmStart } from "./warm-start.ts";

function withTrip(facts: EnergyFacts): EnergyFacts {
  const [first, ...others] = facts.furnaces;
  const outage = { startMs: facts.nowMs, endMs: facts.nowMs + 2 * hourMs, reason: "trip" };
  return { ...facts, furnaces: [{ ...first!, outages: [outage] }, ...others] };
}

const dawn = exampleFacts({ startHour: 4.5, hours: 19.5 });
const states: readonly (readonly [string, EnergyFacts])[] = [
  ["a plain day", dawn],
  ["cold furnaces", exampleFacts({ startHour: 4.5, hours: 19.5, cold: true })],
  ["a furnace out for two hours", withTrip(dawn)],
  ["cold furnaces, one out", withTrip(exampleFacts({ startHour: 4.5, hours: 19.5, cold: true }))],
  ["the middle of the day", exampleFacts({ startHour: 11, hours: 13, metalT: 5 })],
];

test.each(states)("heats placed in time break no hard rule: %s", (_, facts) => {
  const model = build(facts);
  const native = simulateNative(facts);
  for (const earlyHeats of [0, 4]) {
    const heats = heatsInTime(facts, { heatSteps: 8, leadSteps: 0, earlyHeats });
    expect(heats.length).toBeGreaterThan(5);
    const course = replay(facts, { ...native, heats }, levelledKw);
    const { feasible, violations } = checkFeasibility(model, columnValues(facts, model, course));
    expect({ feasible, violations: violations.filter((each) => each.pricePerUnit === undefined) }).toEqual({
      feasible: true,
      violations: [],
    });
  }
});

test("no heat is placed in a furnace while it is out", () => {
  const facts = withTrip(dawn);
  const heats = heatsInTime(facts, { heatSteps: 8, leadSteps: 0, earlyHeats: 4 });
  const inFirst = heats.filter(({ furnace }) => furnace === facts.furnaces[0]!.id);
  expect(inFirst.length).toBeGreaterThan(0);
  expect(Math.min(...inFirst.map(({ startMs }) => startMs))).toBeGreaterThanOrEqual(facts.nowMs + 2 * hourMs);
});

test("after a furnace has tripped, the start is better than the native rules at the plant's own target", () => {
  const facts = withTrip(dawn);
  const model = build(facts);
  const native = objectiveValue(model, columnValues(facts, model, simulateNative(facts)));
  expect(objectiveValue(model, warmStart(facts, model)!)).toBeLessThan(native);
});

test("levelled powers bring each heat its energy with a lower peak than as much as possible at once", () => {
  const native = simulateNative(dawn);
  const heats = heatsInTime(dawn, { heatSteps: 8, leadSteps: 0, earlyHeats: 0 });
  const levelled = replay(dawn, { ...native, heats }, levelledKw);
  const atOnce = replay(dawn, { ...native, heats });
  expect(levelled.heats).toEqual(atOnce.heats);
  expect(Math.max(...levelled.importKw)).toBeLessThan(Math.max(...atOnce.importKw));
});
