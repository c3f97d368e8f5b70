import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type FoundryPlant, startFoundryPlant } from "@qtwin/connectors/testing";
import type { StoreEvent } from "@qtwin/store";
import { type TestStore, withTestStore } from "@qtwin/store/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { loadSite } from "../site/index.ts";
import { runIngest } from "./run-ingest.ts";

vi.setConfig({ testTimeout: 90_000 });

const site = loadSite("foundry");
let plant: FoundryPlant;
let database: TestStore;
let homeDir: string;
const stopping = new AbortController();
let running: Promise<void>;
const logged: string[] = [];
const events: StoreEvent[] = [];

async function until<T>(what: string, ask: () => Promise<T | false>, deadlineMs = 40_000): Promise<T> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (answer !== false) return answer;
    if (performance.now() > end)
      throw new Error(`not within ${deadlineMs} ms: ${what}\n${logged.slice(-20).join("\n")}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

beforeAll(async () => {
  [plant, database] = await Promise.all([startFoundryPlant({ speed: 20, historyDays: 1 }), withTestStore()]);
  homeDir = mkdtempSync(join(tmpdir(), "qtwin-ingest-"));
  mkdirSync(join(homeDir, "sites"));
  symlinkSync(dirname(plant.dir), join(homeDir, "sites", site.id));
  await database.store.events.listen((event) => void events.push(event));
  running = runIngest({
    site,
    store: database.store,
    homeDir,
    wallNowMs: () => Date.now(),
    signal: stopping.signal,
    log: (level, message, details) => logged.push(`${level} ${message} ${JSON.stringify(details)}`),
  });
  running.catch((error) => logged.push(String(error)));
}, 120_000);

afterAll(async () => {
  stopping.abort();
  await running;
  await plant.close();
  await database.close();
  rmSync(homeDir, { recursive: true, force: true });
});

const latest = () => database.store.history.latest(site.id);

test("every point of the catalogue is in the store, fresh, with unit and quality", async () => {
  const values = await until("a value of every point", async () => {
    const found = await latest();
    return site.points.every((point) => found.has(point.id)) && found;
  });
  const old = [...values.values()].filter((value) => {
    const point = site.pointById.get(value.pointId)!;
    return point.periodS <= 10 && plant.nowMs() - Math.max(value.sourceTimeMs, value.serverTimeMs) > 600_000;
  });
  expect(old.map((value) => value.pointId)).toEqual([]);
  for (const value of values.values()) expect(value.unit).toBe(site.pointById.get(value.pointId)!.unit);
  expect(values.get("f1.mode")?.value).toBe("remote");
  expect(values.get("market.dayAhead")?.source).toBe("mqtt:foundry/market/day-ahead");
  // Values may be in the store before the event that tells of the link has come.
  await until("word that plant and broker are well", async () => {
    const told = events
      .filter((event) => event.topic === "health")
      .map((event) => event.payload as Readonly<Record<string, unknown>>);
    return ["plant", "broker"].every((part) =>
      told.some((health) => health.part === part && health.state === "ok" && health.role === "ingest"),
    );
  });
});

test("the weeks before are read from the historian", async () => {
  const dayBeforeMs = plant.nowMs() - 20 * 3_600_000;
  for (const pointId of ["air.flowM3min", "base.powerKw"]) {
    const past = await until(`history of ${pointId}`, async () => {
      const found = await database.store.history.series(
        site.id,
        pointId,
        dayBeforeMs,
        dayBeforeMs + 6 * 3_600_000,
      );
      return found.length > 20 && found;
    });
    expect(past[0]).toMatchObject({ kind: "mean", quality: "good" });
    expect(past[0]!.confidence).toBeGreaterThanOrEqual(0.9);
  }
});

test("a mode that the operator changes is told as a change", async () => {
  await plant.panel({ do: "mode", asset: "f1", mode: "local" });
  const change = await until(
    "the change event",
    async () =>
      events.find(
        (event) => event.topic === "change" && (event.payload as { asset: string }).asset === "f1",
      ) ?? false,
  );
  expect(change.payload).toMatchObject({ kind: "mode-change", before: "remote", after: "local" });
});

test("a plant that crashes and comes back is read again, with counters that only grow", async () => {
  await plant.stop("SIGKILL");
  await plant.start();
  const restartedMs = plant.nowMs();
  await until("fresh values of both connectors", async () => {
    const found = await latest();
    return ["f1.powerKw", "f1.energyKwh"].every((id) => (found.get(id)?.sourceTimeMs ?? 0) > restartedMs);
  });
  const meter = await database.store.history.series(site.id, "f1.energyKwh", 0, Number.MAX_SAFE_INTEGER);
  const readings = meter.filter((one) => one.quality === "good").map((one) => one.value as number);
  expect(readings).toEqual(readings.toSorted((a, b) => a - b));
});
