import { expect, test } from "vitest";
import { holdPeak, type PeakLimits, type RunningQuarter, type TrackedFurnace } from "./hold-peak.ts";

const limits: PeakLimits = { peakKw: 3000, mostKw: 3500, ratedKw: 2000, leastKw: 100 };

const furnace = (id: string, changes: Partial<TrackedFurnace> = {}): TrackedFurnace => ({
  id,
  stage: "melting",
  powerKw: 1000,
  isEstimated: false,
  plannedKw: 1000,
  catchUpKw: 0,
  remainingKwh: id === "f1" ? 200 : 1500,
  ...changes,
});

/** Ten minutes left, 900 kW of other load, and so much bought that the rest may average 3,000 kW. */
const quarter = (changes: Partial<RunningQuarter> = {}): RunningQuarter => ({
  leftH: 1 / 6,
  boughtKwh: 250,
  importKw: 2900,
  expectedKw: 0,
  isFull: false,
  furnaces: [furnace("f1"), furnace("f2")],
  battery: { powerKw: 0, plannedKw: 0, mostKw: 0 },
  ...changes,
});

/** What the quarter-hour comes to when the limits are taken and all other load stays. */
function meanKw(of: RunningQuarter, held = holdPeak(of, limits)): number {
  const taken = (each: TrackedFurnace): number =>
    each.stage === "other" ? each.powerKw : held.limitsKw[each.id]!;
  const before = of.furnaces.reduce((sum, { powerKw }) => sum + powerKw, 0) - of.battery.powerKw;
  const after = of.furnaces.reduce((sum, each) => sum + taken(each), 0) - held.batteryKw;
  return (of.boughtKwh + (of.importKw - before + after) * of.leftH) / 0.25;
}

test("within the peak the plan is kept as it is", () => {
  expect(holdPeak(quarter(), limits)).toEqual({ limitsKw: { f1: 1000, f2: 1000 }, batteryKw: 0 });
});

test("what is over the peak is cut from the heat that is farther from its tap, and the peak is met", () => {
  const over = quarter({ boughtKwh: 300 });
  const held = holdPeak(over, limits);
  expect(held.limitsKw.f1).toBe(1000);
  expect(held.limitsKw.f2).toBeCloseTo(800, 6);
  expect(meanKw(over, held)).toBeCloseTo(3000, 6);
});

test("the battery gives before a heat is cut, as far as its charge goes", () => {
  const over = quarter({ boughtKwh: 300, battery: { powerKw: 0, plannedKw: -50, mostKw: 120 } });
  const held = holdPeak(over, limits);
  expect(held.batteryKw).toBe(120);
  expect(held.limitsKw.f2).toBeCloseTo(920, 6);
  expect(meanKw(over, held)).toBeCloseTo(3000, 6);
  expect(holdPeak(quarter({ battery: { powerKw: -50, plannedKw: -50, mostKw: 120 } }), limits)).toEqual({
    limitsKw: { f1: 1000, f2: 1000 },
    batteryKw: -50,
  });
});

test("a heat that is behind catches up in the room below the peak, and only there", () => {
  const behind = quarter({
    furnaces: [furnace("f1", { catchUpKw: 1050 }), furnace("f2", { catchUpKw: 1500 })],
  });
  const held = holdPeak(behind, limits);
  expect(held.limitsKw.f1).toBe(1050);
  expect(held.limitsKw.f2).toBeCloseTo(1050, 6);
  expect(meanKw(behind, held)).toBeCloseTo(3000, 6);
});

test("no furnace is asked for more than its rating or cut below its floor", () => {
  const late = quarter({ importKw: 1000, furnaces: [furnace("f1", { powerKw: 100, catchUpKw: 9000 })] });
  expect(holdPeak(late, limits).limitsKw).toEqual({ f1: 2000 });
  const full = quarter({ boughtKwh: 700 });
  expect(holdPeak(full, limits).limitsKw).toEqual({ f1: 100, f2: 100 });
});

test("a furnace that is charged gets what the melting one leaves, one that is tapped nothing", () => {
  const furnaces = [
    furnace("f1", { stage: "charging", powerKw: 130, plannedKw: 2000, remainingKwh: 2060 }),
    furnace("f2", { powerKw: 1900, plannedKw: 1900 }),
  ];
  const held = holdPeak(quarter({ furnaces, importKw: 2930 }), limits);
  expect(held.limitsKw).toEqual({ f2: 1900, f1: 200 });
  const tapping = furnace("f1", { stage: "other", powerKw: 130 });
  expect(Object.keys(holdPeak(quarter({ furnaces: [tapping, furnaces[1]!] }), limits).limitsKw)).toEqual([
    "f2",
  ]);
});

test("early in a quarter-hour that has bought little, the connection is the limit", () => {
  // Ten minutes at 4,000 kW would still hold the peak.
  const room = quarter({
    boughtKwh: 750 - 4000 / 6,
    furnaces: [furnace("f1", { plannedKw: 2000 }), furnace("f2", { plannedKw: 2000 })],
  });
  const { limitsKw } = holdPeak(room, limits);
  expect(limitsKw.f1! + limitsKw.f2!).toBeCloseTo(3500 - 900, 9);
});

test("where the plan draws up to its peak, what is left below it goes into the heats, the one nearest to tap last", () => {
  const full = quarter({ boughtKwh: 240, isFull: true });
  const held = holdPeak(full, limits);
  expect(held.limitsKw).toEqual({ f1: 1000, f2: expect.closeTo(1160, 6) });
  expect(meanKw(full, held)).toBeCloseTo(3000, 6);
  expect(holdPeak({ ...full, isFull: false }, limits).limitsKw).toEqual({ f1: 1000, f2: 1000 });
});

test("load that is about to be there is made room for before the meters show it", () => {
  const soon = quarter({ boughtKwh: 0, leftH: 0.25, expectedKw: 1500 });
  expect(holdPeak(soon, limits).limitsKw).toEqual({ f1: 1000, f2: 500 });
});

test("a discharge that was planned counts only as far as the battery still has charge", () => {
  const empty = quarter({ boughtKwh: 300, battery: { powerKw: 0, plannedKw: 250, mostKw: 0 } });
  const held = holdPeak(empty, limits);
  expect(held.batteryKw).toBe(0);
  expect(meanKw(empty, held)).toBeCloseTo(3000, 6);
});
