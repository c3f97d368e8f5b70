import { expect, test } from "vitest";
import { nativeBattery, type PowerBudget, shed } from "./native-demand.ts";

const budget = (changes: Partial<PowerBudget> = {}): PowerBudget => ({
  otherKw: 900,
  heatPumpKw: 100,
  heatPumpMayShed: true,
  furnacesKw: [2000, 2000],
  nearestToTap: 0,
  productionFirst: false,
  dischargeLimitKw: 250,
  chargeLimitKw: 250,
  targetKw: 3000,
  floorKw: 100,
  chargeGapKw: 100,
  ...changes,
});

const total = ({ heatPumpKw, furnacesKw }: { heatPumpKw: number; furnacesKw: readonly number[] }): number =>
  heatPumpKw + furnacesKw.reduce((sum, kw) => sum + kw, 0);

test("below the target nothing is shed", () => {
  expect(shed(budget({ furnacesKw: [1000, 500] }))).toEqual({ heatPumpKw: 100, furnacesKw: [1000, 500] });
});

test("sheds heat pump, then battery, then the furnace that is not nearest to tap", () => {
  const kept = shed(budget());
  expect(kept).toEqual({ heatPumpKw: 0, furnacesKw: [2000, 350] });
  expect(900 + total(kept) - nativeBattery(budget(), kept).dischargeKw).toBe(3000);
});

test("the furnace nearest to tap is shed only when the others are at their floor", () => {
  const kept = shed(budget({ targetKw: 2000, dischargeLimitKw: 0 }));
  expect(kept.furnacesKw).toEqual([1000, 100]);
});

test("low metal goes before the target, and a shed heat pump comes back after its pause", () => {
  expect(shed(budget({ productionFirst: true, targetKw: 2000 })).furnacesKw).toEqual([2000, 100]);
  expect(shed(budget({ heatPumpMayShed: false })).heatPumpKw).toBe(100);
});

test("the battery charges only well below the target", () => {
  const quiet = budget({ furnacesKw: [0, 0] });
  expect(nativeBattery(quiet, shed(quiet))).toEqual({ chargeKw: 250, dischargeKw: 0 });
  const close = budget({ furnacesKw: [1850, 0], targetKw: 3000 });
  expect(nativeBattery(close, shed(close))).toEqual({ chargeKw: 50, dischargeKw: 0 });
});
