import { expect, test } from "vitest";
import { createCleanser } from "../cleanse.ts";
import type { Measurement } from "../measurement.ts";
import { pointSpec, rawMeasurement } from "../testing/samples.ts";
import type { BalanceGroup } from "./balance.ts";

const start = Date.UTC(2023, 4, 8, 6);
const group: BalanceGroup = {
  id: "electricity",
  title: "Electrical energy",
  sources: ["meter.importKwh"],
  uses: ["f1.energyKwh", "base.energyKwh"],
};
const points = [...group.sources, ...group.uses].map((id) =>
  pointSpec({
    id,
    title: id,
    kind: "counter",
    unit: "kWh",
    periodS: 60,
    rollover: 10_000,
    accuracy: { absolute: 0.1, relative: 0 },
  }),
);

/** Counters each minute; furnace and base draw 600 and 300 kW, 5 kW is not metered. */
function run(
  minutes: number,
  furnaceShown: (minute: number) => number,
  from = 9_900,
): readonly Measurement[] {
  const cleanser = createCleanser({ points, balances: [group] });
  const shown = { "meter.importKwh": from, "f1.energyKwh": 0, "base.energyKwh": 0 };
  return Array.from({ length: minutes }, (_, minute) => {
    const sourceTimeMs = start + minute * 60_000;
    const batch = Object.entries(shown).map(([pointId, value]) =>
      rawMeasurement({ pointId, value: value % 10_000, unit: "kWh", sourceTimeMs }),
    );
    shown["meter.importKwh"] += 905 / 60;
    shown["f1.energyKwh"] += furnaceShown(minute) / 60;
    shown["base.energyKwh"] += 300 / 60;
    return cleanser.cleanse(batch, { receivedTimeMs: sourceTimeMs });
  }).flat();
}

const flagged = (values: readonly Measurement[]) =>
  values.filter((value) => value.reasons.some((each) => each.code === "balance"));

test("TW20 a plant that adds up is trusted, its usual rest and a roll-over included", () => {
  expect(flagged(run(20 * 15, () => 600))).toEqual([]);
});

test("TW20 a sub-meter that loses a tenth lowers the confidence of its group, and of nothing before", () => {
  const faultMinute = 15 * 15;
  const found = flagged(run(20 * 15, (minute) => (minute < faultMinute ? 600 : 540)));
  expect(found.length).toBeGreaterThan(0);
  expect(new Set(found.map((value) => value.pointId))).toEqual(new Set(points.map((each) => each.id)));
  expect(Math.min(...found.map((value) => value.sourceTimeMs))).toBeGreaterThanOrEqual(
    start + (faultMinute + 15) * 60_000,
  );
  expect(found[0]).toMatchObject({ confidence: 0.6 });
  expect(found[0]!.reasons[0]!.sentence).toMatch(
    /^Electrical energy does not add up: 226\.\d kWh in, 210 kWh metered out, \d+(\.\d+)? σ from the usual rest$/,
  );
});

test("TW20 a silent sub-meter gives no verdict rather than a wrong one", () => {
  const cleanser = createCleanser({ points, balances: [group] });
  for (let minute = 0; minute < 300; minute++) {
    const sourceTimeMs = start + minute * 60_000;
    const found = cleanser.cleanse(
      [
        rawMeasurement({ pointId: "meter.importKwh", value: minute * 15, unit: "kWh", sourceTimeMs }),
        rawMeasurement({ pointId: "base.energyKwh", value: minute * 5, unit: "kWh", sourceTimeMs }),
      ],
      { receivedTimeMs: sourceTimeMs },
    );
    expect(flagged(found)).toEqual([]);
  }
  expect(Object.keys(cleanser.state().balances.electricity!.open).length).toBeLessThanOrEqual(4);
});
