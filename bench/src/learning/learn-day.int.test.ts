import { dayMs } from "@qtwin/core";
import { createFoundry, loadMarket } from "@qtwin/foundry";
import {
  assetErrors,
  type LoopContext,
  learnDay,
  loadSite,
  loadUseCase,
  parametersAt,
  stepDownAssets,
  useCaseParameters,
  valuesInForce,
} from "@qtwin/loop";
import { type TestStore, withTestStore } from "@qtwin/store/testing";
import { createCleanser, type Measurement } from "@qtwin/twin";
import type { PlantDay } from "@qtwin/usecases";
import type { EnergyParameters } from "@qtwin/usecases/energy";
import { afterAll, beforeAll, expect, test } from "vitest";

/** Tuesday, 9 May 2023, midnight in Berlin. */
const startMs = Date.parse("2023-05-08T22:00:00Z");
const day: PlantDay = { name: "2023-05-09", fromMs: startMs, untilMs: startMs + dayMs };
const site = loadSite("foundry");

let db: TestStore;
let context: LoopContext;

/** Between two readings. */
const stepS = 20;

/** A work day of a plant that differs, as ingestion would have stored it: what learning reads. */
async function storeDay(): Promise<void> {
  const market = loadMarket({ dataDir: "/nonexistent", zone: "DE", startMs, days: 3, seed: 1 });
  const mismatch = { share: 0.1 };
  const foundry = createFoundry({ startMs, seed: 1, controller: "b1", market, mismatch });
  const read = new Set(
    site.points.map(({ id }) => id).filter((id) => /^(f[12]|air|hall|hvac|pour|battery)\./.test(id)),
  );
  for (const id of ["line.pourTph", "orders.heats"]) read.add(id);
  const cleanser = createCleanser({ points: site.points, balances: site.balances });
  const heard = new Map<string, string>();
  let batch: Measurement[] = [];
  for (let second = 0; second <= dayMs / 1000; second += stepS) {
    const said = foundry.readings().filter(({ pointId, value }) => {
      const text = JSON.stringify(value);
      // Messages are sent when they change.
      const isNew = typeof value === "number" || text !== heard.get(pointId);
      heard.set(pointId, text);
      return isNew && read.has(pointId);
    });
    const raw = said.map(({ pointId, value, quality, qualityCode, sourceTimeMs }) => ({
      ...{ pointId, value, quality, qualityCode, sourceTimeMs },
      unit: site.pointById.get(pointId)!.unit,
      serverTimeMs: sourceTimeMs,
      source: "simulation",
    }));
    batch.push(...cleanser.cleanse(raw, { receivedTimeMs: foundry.nowMs() }));
    foundry.step(stepS);
    if (batch.length > 20_000) {
      await db.store.history.append(site.id, batch);
      batch = [];
    }
  }
  await db.store.history.append(site.id, batch);
}

beforeAll(async () => {
  db = await withTestStore();
  const useCase = await loadUseCase("energy");
  const clock = { nowMs: () => day.untilMs + 300_000, speed: 1 };
  const parameters = useCaseParameters(useCase, site);
  context = { site, store: db.store, clock, useCase, parameters } as unknown as LoopContext;
  await storeDay();
}, 120_000);
afterAll(() => db.close());

test("a day of stored measurements teaches, once, and the next plan is made with what is accepted", async () => {
  const learnt = await learnDay(context, day);
  expect(learnt).toBeGreaterThan(15);
  expect(await learnDay(context, day)).toBe(learnt);
  const versions = await db.store.learning.versions(site.id, "air.c1.loadKw");
  expect(versions).toHaveLength(1);
  const values = await valuesInForce(context, context.clock.nowMs());
  const load = values.find(({ described }) => described.id === "air.c1.loadKw")!;
  expect(load.used, load.why).toBe(true);
  const before = (await parametersAt(context, day.untilMs)) as EnergyParameters;
  const after = (await parametersAt(context, context.clock.nowMs())) as EnergyParameters;
  expect(before).toBe(context.parameters);
  expect(after.plant.air.compressors[0]!.maxFlowKw).toBeCloseTo(load.record!.learnt.value, 9);
  const said = await db.store.audit.list({ action: "learning.used" });
  expect(said.map(({ subject }) => subject)).toContain("air.c1.loadKw");
});

test("an asset that is predicted worse than its limit steps down once, on record", async () => {
  const errors = await assetErrors(context, day);
  expect(errors.get("air")!.samples).toBeGreaterThan(80);
  const { errorPct, limitPct } = errors.get("orders")!;
  expect(errorPct).toBeLessThan(limitPct);
  const { assetModes, audit } = db.store;
  const evidence = { siteId: site.id, day: day.name, savingEur: null, overrides: 0, refusals: 0 };
  for (const [asset, predictionErrorPct] of [
    ["air", 31],
    ["battery", 4],
  ] as const) {
    await assetModes.set({
      siteId: site.id,
      asset,
      mode: "automatic",
      sinceMs: day.fromMs,
      by: "ben",
      reason: "",
    });
    await assetModes.putEvidence({ ...evidence, asset, predictionErrorPct, predictionLimitPct: 15 });
  }
  const latest = await db.store.history.latest(site.id);
  const fresh = new Map(
    [...latest].map(([id, value]) => [id, { ...value, sourceTimeMs: context.clock.nowMs() }] as const),
  );
  await stepDownAssets(context, fresh);
  await stepDownAssets(context, fresh);
  const modes = await assetModes.current(site.id);
  expect(modes.get("battery")?.mode).toBe("automatic");
  expect(modes.get("air")?.mode).toBe("supervised");
  const steps = (await audit.list({ action: "asset.step-down" })).filter(({ subject }) => subject === "air");
  expect(steps).toHaveLength(1);
  expect(steps[0]!.details).toMatchObject({
    from: "automatic",
    to: "supervised",
    reason: "The model predicts it with an error of 31.0 %; 15.0 % is its limit.",
  });
});
