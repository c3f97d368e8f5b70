import { gridEndMs, hourMs, type Json, minuteMs, stepStartMs } from "@qtwin/core";
import type { Snapshot, SnapshotValue } from "@qtwin/twin";
import { expect, test } from "vitest";
import { type CommandSlot, countsAt, type HistoryReader, type PlanInProgress } from "../contract.ts";
import { commands } from "./commands.ts";
import { exampleFacts, exampleParameters } from "./example-facts.ts";
import { track } from "./track.ts";
import { baseline } from "./use-case.ts";

const facts = exampleFacts();
const parameters = exampleParameters();
const plan = baseline(facts);
const slots = commands(facts, plan);
const { grid } = plan;

/** The first heat of the day, half an hour after its start and five minutes into a quarter-hour. */
const heat = plan.lanes[0]!.bars.find(({ kind }) => kind === "melt")!;
const step = Math.round((heat.startMs - grid.startMs) / (15 * minuteMs)) + 2;
const nowMs = stepStartMs(grid, step) + 5 * minuteMs;
const plannedPeakKw = plan.kpis.find(({ id }) => id === "peakKw")!.value;
const plannedKwh = plan.series.find(({ id }) => id === "f1.heatKwh")!.values;

const inPlan = (pointId: string): CommandSlot | null =>
  slots.findLast((slot) => slot.pointId === pointId && countsAt(slot, nowMs)) ?? null;
const progress: PlanInProgress = {
  plan,
  planned: inPlan,
  inForce: (pointId) => inPlan(pointId)?.value ?? null,
};

/** Importing so much since the quarter-hour began. */
const bought = (importKw: number): HistoryReader => ({
  means: async (pointId, { count }) =>
    Array.from({ length: count }, () => (pointId === "meter.importKwh" ? importKw : null)),
});

/** The plant just as the plan has it, with one furnace melting. */
function snapshotWith(changes: Record<string, Json | undefined> = {}): Snapshot {
  const share = 1 / 3;
  const energyKwh = plannedKwh[step - 1]! * (1 - share) + plannedKwh[step]! * share;
  const values: Record<string, Json | undefined> = {
    "meter.importKw": 2500,
    "meter.quarterPeakKw": 2800,
    "demand.targetKw": 3000,
    "battery.netKw": 0,
    "battery.socPct": 50,
    "f1.state": "melt",
    "f1.powerKw": Number(inPlan("f1.powerLimit")!.value),
    "f1.heat": {
      orderId: String(heat.details.order),
      alloy: "GJL",
      tonnes: 4,
      startedAtMs: heat.startMs,
      energyKwh,
      targetKwh: 2060,
      pourByMs: heat.endMs + hourMs,
    },
    "f2.state": "idle",
    "f2.powerKw": 0,
    "f2.heat": null,
    ...changes,
  };
  const entries = Object.entries(values).flatMap(([pointId, value]) =>
    value === undefined
      ? []
      : [
          [
            pointId,
            { pointId, value, ageMs: 0, confidence: 1, reasons: [] } as unknown as SnapshotValue,
          ] as const,
        ],
  );
  return {
    id: "s",
    siteId: "foundry",
    watermarkMs: nowMs,
    takenAtMs: nowMs,
    values: new Map(entries),
    gate: { passed: true, findings: [] },
  };
}

test("a plant that does what was planned is left alone", async () => {
  expect(await track(snapshotWith(), bought(2500), parameters, progress)).toEqual([]);
});

test("a quarter-hour that runs over the peak is brought back: battery first, then the furnace, until its end", async () => {
  const found = await track(snapshotWith({ "meter.importKw": 3600 }), bought(3400), parameters, progress);
  const [limit, battery] = ["f1.powerLimit", "battery.power"].map((id) =>
    found.find(({ pointId }) => pointId === id),
  );
  expect(battery?.value).toBe(parameters.plant.battery.powerKw);
  expect(Number(limit?.value)).toBeLessThan(Number(inPlan("f1.powerLimit")!.value));
  for (const { pointId, validFromMs, validUntilMs, slot, restore } of found) {
    expect(validFromMs, pointId).toBe(nowMs);
    expect(validUntilMs, pointId).toBe(stepStartMs(grid, step + 1));
    expect(slot, pointId).toBe(grid.count + (nowMs - grid.startMs) / minuteMs);
    expect(restore, pointId).toEqual(inPlan(pointId)!.restore);
  }
  // 5 min at 3,400 kW, then 10 min: the mean comes out 10 kW below the peak of the plan.
  const savedKw = Number(inPlan("f1.powerLimit")!.value) - Number(limit!.value) + Number(battery!.value);
  expect((3400 + 2 * (3600 - savedKw)) / 3).toBeCloseTo(plannedPeakKw - 10, 0);
});

test("a heat that fell behind gets more power while there is room", async () => {
  const behind = snapshotWith({
    "meter.importKw": 1500,
    "f1.powerKw": 300,
    "f1.heat": {
      orderId: String(heat.details.order),
      alloy: "GJL",
      tonnes: 4,
      startedAtMs: heat.startMs,
      energyKwh: 0,
      targetKwh: 2060,
      pourByMs: heat.endMs,
    },
  });
  const slower: PlanInProgress = {
    ...progress,
    inForce: (pointId) => (pointId === "f1.powerLimit" ? 300 : 0),
  };
  const [limit] = await track(behind, bought(1500), parameters, slower);
  expect(limit).toMatchObject({ pointId: "f1.powerLimit", value: parameters.plant.melt.ratedKw });
});

test("nothing is corrected on what the plan does not command, without a meter, or beyond the plan", async () => {
  const over = { "meter.importKw": 3600 };
  const native: PlanInProgress = { plan, planned: () => null, inForce: () => null };
  expect(await track(snapshotWith(over), bought(3400), parameters, native)).toEqual([]);
  expect(
    await track(snapshotWith({ "meter.importKw": undefined }), bought(3400), parameters, progress),
  ).toEqual([]);
  const late = { ...snapshotWith(over), watermarkMs: gridEndMs(grid) };
  expect(await track(late, bought(3400), parameters, progress)).toEqual([]);
});

test("a power meter that is stuck, or shows a melting furnace without power, is not believed", async () => {
  const allowedKw = Number(inPlan("f1.powerLimit")!.value);
  const over = { "meter.importKw": 3600, "f1.powerLimitKw": allowedKw };
  const right = await track(snapshotWith(over), bought(3400), parameters, progress);
  const stuckAtNothing = await track(
    snapshotWith({ ...over, "f1.powerKw": 0 }),
    bought(3400),
    parameters,
    progress,
  );
  expect(right).not.toEqual([]);
  expect(stuckAtNothing).toEqual(right);
});
