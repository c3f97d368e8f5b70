import { describe, expect, test } from "vitest";
import { billBlock } from "./billing/bill.ts";
import { createFoundry, restoreFoundry } from "./foundry.ts";
import { plant } from "./plant-data.ts";
import type { ControllerId, Foundry, FoundryOptions } from "./plant-model.ts";
import { mondayMs, syntheticMarket } from "./testing/market.ts";

const market = syntheticMarket();
const daySeconds = 86_400;

function optionsOf(controller: ControllerId, seed = 1, startMs = mondayMs): FoundryOptions {
  return { startMs, seed, controller, market };
}

function runDays(controller: ControllerId, days: number, seed = 1): Foundry {
  const foundry = createFoundry(optionsOf(controller, seed));
  foundry.step(days * daySeconds);
  return foundry;
}

describe("a working week of the well-run plant", () => {
  const foundry = runDays("b1", 5);
  const record = foundry.meter();

  test("melts and pours 15 heats a day of two alloys, without a waiting line", () => {
    expect(record.heats).toBe(75);
    expect(record.pourWaitMin).toBe(0);
    expect(record.lateHeats).toBe(0);
    expect(record.tappedT).toEqual({ GJL: 200, GJS: 100 });
    expect(record.pouredT.GJL).toBeCloseTo(200, 6);
    expect(record.pouredT.GJS).toBeCloseTo(100, 6);
  });

  test("keeps the metal balance", () => {
    expect(record.endState.metalT).toBeCloseTo(plant.production.firstMetalT, 6);
  });

  test("uses about 47.5 MWh a work day", () => {
    const importMwh = record.quarters.reduce((sum, quarter) => sum + quarter.importKwh, 0) / 1000;
    expect(importMwh / 5).toBeGreaterThan(44);
    expect(importMwh / 5).toBeLessThan(51);
  });

  test("keeps every quarter-hour below the demand target", () => {
    const peakKw = Math.max(...record.quarters.map((quarter) => quarter.importKwh * 4));
    expect(peakKw).toBeLessThanOrEqual(plant.demand.targetKw);
    expect(peakKw).toBeGreaterThan(0.93 * plant.demand.targetKw);
    expect(record.violations.targetQuarters).toBe(0);
  });

  test("keeps pressure and comfort", () => {
    expect(record.violations.pressureS).toBe(0);
    expect(record.violations.comfortS).toBe(0);
  });

  test("main meter = sub-meters + losses in every quarter-hour", () => {
    for (const quarter of record.quarters) {
      const used =
        quarter.meltKwh +
        quarter.pourKwh +
        quarter.airKwh +
        quarter.hvacKwh +
        quarter.coolingKwh +
        quarter.extractionKwh +
        quarter.baseKwh +
        quarter.chargeKwh;
      const restKwh = quarter.importKwh - quarter.exportKwh + quarter.pvKwh + quarter.dischargeKwh - used;
      // Transformer and cables (5 kW + 0.4 %) and the battery's auxiliaries (1.5 kW).
      const expectedKwh = (5 + 1.5) / 4 + 0.004 * (quarter.importKwh + quarter.exportKwh);
      expect(Math.abs(restKwh - expectedKwh)).toBeLessThan(0.1);
    }
  });
});

test("the plant as found peaks near 4.9 MW and pays more than the well-run one", () => {
  const asFound = runDays("b0", 2).meter();
  const wellRun = runDays("b1", 2).meter();
  const bill = (record: typeof asFound) =>
    billBlock(record, { variant: "annual", priceEurMwh: market.priceEurMwh });
  expect(bill(asFound).peakKw).toBeGreaterThan(4500);
  expect(bill(asFound).peakKw).toBeLessThan(5200);
  expect(bill(asFound).totalEur).toBeGreaterThan(bill(wellRun).totalEur);
  expect(asFound.pouredT).toEqual(wellRun.pouredT);
});

test("same seed, same plant; another seed, another day", () => {
  const [first, second, other] = [runDays("b2", 1), runDays("b2", 1), runDays("b2", 1, 2)];
  expect(second.truth()).toEqual(first.truth());
  expect(other.meter().quarters).not.toEqual(first.meter().quarters);
});

test.each([
  ["in the middle of a heat", 5 * 3600 + 17],
  ["at midnight", daySeconds],
])("a plant restored %s has the same future", (_name, seconds) => {
  const options = optionsOf("b1");
  const original = createFoundry(options);
  original.step(seconds);
  original.heartbeat();
  original.apply({
    pointId: "battery.power",
    id: "a",
    value: -50,
    validFromMs: original.nowMs(),
    validUntilMs: original.nowMs() + 25_000,
    planId: "p",
  });
  const restored = restoreFoundry(original.checkpoint(), options);
  original.step(7 * 3600);
  restored.step(7 * 3600);
  expect(restored.truth()).toEqual(original.truth());
  expect(restored.meter()).toEqual(original.meter());
});

test("a checkpoint of another version is refused", () => {
  expect(() => restoreFoundry({ version: 0 }, optionsOf("b1"))).toThrow(
    expect.objectContaining({ code: "QT_FOUNDRY_BAD_CHECKPOINT" }),
  );
});

test("started in mid-shift it is at work", () => {
  const foundry = createFoundry(optionsOf("b1", 1, mondayMs + 31 * 3_600_000));
  const state = foundry.truth();
  expect(state.line.state).toBe("pouring");
  expect(state.furnaces.f1.orderId ?? state.furnaces.f2.orderId).not.toBeNull();
  expect(foundry.meter().quarters).toHaveLength(0);
});

test("relining is announced three work days ahead, and the order book follows", () => {
  const options = optionsOf("b1");
  const saved = createFoundry(options).checkpoint() as {
    state: { furnaces: { f2: { heatsSinceReline: number } } };
  };
  saved.state.furnaces.f2.heatsSinceReline = 224;
  const foundry = restoreFoundry(saved as never, options);
  foundry.step(2 * daySeconds);
  const { outage } = foundry.truth().furnaces.f2;
  expect(outage?.reason).toBe("relining");
  foundry.step(10 * daySeconds);
  const { f2 } = foundry.truth().furnaces;
  expect(f2.outage).toBeNull();
  expect(f2.heatsSinceReline).toBeLessThan(30);
  expect(foundry.meter().pourWaitMin).toBe(0);
});

test("after a trip the plant recovers its heat", () => {
  const foundry = createFoundry(optionsOf("b1"));
  foundry.step(5 * 3600);
  foundry.trip("f1", 10);
  foundry.step(60);
  expect(foundry.truth().furnaces.f1.powerKw).toBe(0);
  expect(foundry.truth().modes.f1).toBe("fault");
  foundry.step(19 * 3600 - 60);
  expect(foundry.truth().modes.f1).toBe("remote");
  expect(foundry.meter().heats).toBe(15);
});
