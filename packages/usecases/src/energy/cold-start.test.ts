import { minuteMs } from "@qtwin/core";
import { checkFeasibility } from "@qtwin/model";
import { expect, test } from "vitest";
import { build } from "./build.ts";
import { columnsOf } from "./columns.ts";
import { exampleFacts } from "./example-facts.ts";
import type { EnergyFacts, RunningHeat } from "./facts.ts";
import { coldSteps, warmingKw } from "./heat.ts";
import { simulateNative } from "./native.ts";
import { columnValues } from "./warm-start.ts";

const warming = (facts: EnergyFacts, change: (values: Float64Array) => void = () => undefined): string[] => {
  const model = build(facts);
  const values = columnValues(facts, model, simulateNative(facts));
  change(values);
  return checkFeasibility(model, values)
    .violations.map(({ constraintId }) => constraintId)
    .filter((id) => id.startsWith("furnace-power-warming"));
};

test("a cold furnace takes little power until its lining is warm, and no more may be planned", () => {
  const facts = exampleFacts({ startHour: 4, hours: 12, cold: true });
  const { heats, furnaceKw } = simulateNative(facts);
  const start = Math.round((heats[0]!.startMs - facts.grid.startMs) / (15 * minuteMs));
  const powerKw = furnaceKw[heats[0]!.furnace]!;
  expect(warmingKw(facts)).toBe(600);
  expect(powerKw.slice(start, start + coldSteps(facts))).toEqual([600, 600]);
  expect(warming(facts)).toEqual([]);
  const [f1] = columnsOf(facts, build(facts)).furnaces;
  expect(warming(facts, (values) => (values[f1!.powerKw[start + 1]!] = 2000))).toHaveLength(1);
});

test("so does one whose lining is still warmed, and in the quarter-hour after that it is charged", () => {
  const cold = exampleFacts({ startHour: 5, hours: 12 });
  const { orderId, alloy, pourByMs } = cold.openHeats[0]!;
  const heat: RunningHeat = {
    ...{ orderId, alloy, tonnes: 4, pourByMs },
    startedAtMs: cold.grid.startMs - 15 * minuteMs,
    energyKwh: 150,
    remainingKwh: 2210,
    warmedAtMs: cold.grid.startMs + 15 * minuteMs,
  };
  const facts: EnergyFacts = {
    ...cold,
    openHeats: cold.openHeats.slice(1),
    furnaces: cold.furnaces.map((furnace, i) => (i === 0 ? { ...furnace, heat } : furnace)),
  };
  expect(simulateNative(facts).furnaceKw.f1!.slice(0, 3)).toEqual([
    600,
    facts.plant.melt.startQuarterKw,
    2000,
  ]);
  expect(warming(facts)).toEqual([]);
  const [f1] = columnsOf(facts, build(facts)).furnaces;
  expect(warming(facts, (values) => (values[f1!.powerKw[0]!] = 700))).toHaveLength(1);
  expect(warming(facts, (values) => (values[f1!.powerKw[1]!] = 1900))).toHaveLength(1);
});
