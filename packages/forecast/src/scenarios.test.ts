import { createRandom } from "@qtwin/core";
import { expect, test } from "vitest";
import { correlatedNormals, drawScenarios } from "./scenarios.ts";

const wave = Array.from({ length: 960 }, (_, i) => i);

test("blocks keep what happened together: across series and over time", () => {
  const residuals = [
    { id: "load", values: wave },
    { id: "pv", values: wave.map((value) => -2 * value) },
  ];
  const scenarios = drawScenarios({
    residuals,
    steps: 40,
    count: 20,
    random: createRandom(5),
    blockSteps: 8,
  });
  for (const scenario of scenarios) {
    const load = scenario.get("load")!;
    expect(load).toHaveLength(40);
    expect(scenario.get("pv")).toEqual(load.map((value) => -2 * value));
    load.forEach((value, step) => {
      if (step % 8 > 0) expect(value - load[step - 1]!).toBe(1);
    });
  }
});

test("blocks come from the same time of day where a period is given", () => {
  const scenarios = drawScenarios({
    residuals: [{ id: "load", values: wave }],
    steps: 96,
    count: 5,
    random: createRandom(2),
    periodSteps: 96,
    offsetSteps: 10,
  });
  for (const scenario of scenarios)
    scenario.get("load")!.forEach((value, step) => {
      if (step % 16 === 0) expect(value % 96).toBe((step + 10) % 96);
    });
});

test("the seed decides, unknown residuals count as none, histories of different length are refused", () => {
  const input = { residuals: [{ id: "a", values: wave }], steps: 10, count: 3 };
  const draw = (seed: number) => drawScenarios({ ...input, random: createRandom(seed) });
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
  const unknown = [{ id: "a", values: Array.from({ length: 32 }, () => null) }];
  expect(drawScenarios({ ...input, residuals: unknown, random: createRandom(1) })[0]!.get("a")).toEqual(
    Array.from({ length: 10 }, () => 0),
  );
  const uneven = [...unknown, { id: "b", values: [1] }];
  expect(() => drawScenarios({ ...input, residuals: uneven, random: createRandom(1) })).toThrow(
    expect.objectContaining({ code: "QT_FORECAST_GRID" }),
  );
});

test("correlated normals have mean 0, variance 1 and the asked correlation", () => {
  const values = correlatedNormals(createRandom(3), 50_000, 0.6);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const covariance =
    values.slice(1).reduce((sum, value, i) => sum + value * values[i]!, 0) / (values.length - 1);
  // Effective sample size is a quarter of the count at this correlation: three standard errors.
  expect(Math.abs(mean)).toBeLessThan(3 / Math.sqrt(12_500));
  expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  expect(Math.abs(covariance - 0.6)).toBeLessThan(0.03);
});
