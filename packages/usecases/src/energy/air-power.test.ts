import { expect, test } from "vitest";
import { airChoices, airPowerKw, capacityM3min, flowAtPressure } from "./air-power.ts";
import { exampleParameters } from "./example-facts.ts";

const { air } = exampleParameters().plant;
const all = air.compressors.map(({ id }) => id);

test("the least-power set with the machine of variable speed as trim", () => {
  const factor = 1 + air.powerPerBar * (air.nativeBar - air.referenceBar);
  // C1 at full load and C4 with the rest: 27 − 16.2 = 10.8 m³/min.
  const trimKw = 28 + ((121 - 28) * (10.8 - 4)) / (19 - 4);
  expect(airPowerKw(air, all, air.nativeBar, 27)).toBeCloseTo((103 + trimKw) * factor, 6);
});

test("power never falls with flow and is infinite beyond the capacity of the set", () => {
  let before = 0;
  for (let flow = 1; flow <= 60; flow++) {
    const powerKw = airPowerKw(air, all, air.nativeBar, flow);
    expect(powerKw).toBeGreaterThanOrEqual(before * 0.9);
    before = powerKw;
  }
  expect(airPowerKw(air, ["c3"], air.nativeBar, 30)).toBe(Infinity);
});

test("a lower pressure needs less flow and less power", () => {
  const lowBar = air.choicesBar[0]!;
  expect(flowAtPressure(air, 27, lowBar)).toBeLessThan(27);
  expect(flowAtPressure(air, 27, air.nativeBar)).toBe(27);
  expect(airPowerKw(air, all, lowBar, 27)).toBeLessThan(airPowerKw(air, all, air.nativeBar, 27));
});

test("every choice covers the highest flow with reserve", () => {
  for (const { set } of airChoices(air, all, 27, 34))
    expect(capacityM3min(air, set)).toBeGreaterThan(34 * 1.2);
});

test("with machines missing, what is left is used", () => {
  for (const { set } of airChoices(air, ["c3"], 27, 34)) expect(set).toEqual(["c3"]);
});
