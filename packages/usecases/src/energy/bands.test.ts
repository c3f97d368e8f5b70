import { expect, test } from "vitest";
import { bandedSeries, cameOf } from "./bands.ts";
import { exampleFacts, exampleParameters } from "./example-facts.ts";
import { baseline } from "./use-case.ts";

const parameters = exampleParameters();

test("every banded series is in the plan, with a kind for each step", () => {
  const plan = baseline(exampleFacts());
  const banded = bandedSeries(plan, parameters);
  expect(banded.map(({ id }) => id)).toEqual(["baseKw", "importKw", "metalT", "hallC", "socKwh"]);
  for (const { id, kinds } of banded) {
    expect(
      plan.series.some((series) => series.id === id),
      id,
    ).toBe(true);
    expect(kinds, id).toHaveLength(plan.grid.count);
  }
});

test("metal is judged by its distance to the planned taps", () => {
  const plan = baseline(exampleFacts());
  const { kinds } = bandedSeries(plan, parameters).find(({ id }) => id === "metalT")!;
  const taps = plan.lanes.flatMap(({ bars }) => bars.filter(({ kind }) => kind === "melt"));
  expect(taps.length).toBeGreaterThan(3);
  for (const { endMs } of taps) {
    const step = (endMs - plan.grid.startMs) / (plan.grid.stepMin * 60_000) - 1;
    if (step < plan.grid.count) expect(kinds[step]).toBe("at tap");
  }
});

test("what came is read from meters: the load that is not moved is what the sub-meters leave of the main meter", async () => {
  const grid = { startMs: 0, stepMin: 15, count: 2 };
  const rates: Record<string, number> = {
    "meter.importKwh": 1000,
    "meter.exportKwh": 5,
    "pv.energyKwh": 100,
    "battery.dischargeKwh": 50,
    "battery.chargeKwh": 0,
    "air.energyKwh": 150,
    "hvac.energyKwh": 45,
    "f1.energyKwh": 300,
    "f2.energyKwh": 250,
    "hall.airC": 19,
    "battery.socPct": 40,
  };
  const history = {
    // Metal falls by the minute: the state at the end of a step counts.
    means: async (pointId: string, { count }: { count: number }) =>
      Array.from({ length: count }, (_, step) =>
        pointId === "pour.metalT" ? 8 - step / 10 : rates[pointId]!,
      ),
  };
  const came = await cameOf(history, parameters, grid);
  expect(came.get("importKw")).toEqual([1000, 1000]);
  expect(came.get("baseKw")![0]).toBeCloseTo(1000 - 5 + 100 + 50 - 150 - 45 - 300 - 250, 9);
  expect(came.get("metalT")![0]).toBeCloseTo(6.6, 9);
  expect(came.get("metalT")![1]).toBeCloseTo(5.1, 9);
  expect(came.get("socKwh")![1]).toBeCloseTo(0.4 * parameters.plant.battery.capacityKwh, 9);
});
