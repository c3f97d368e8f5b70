import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hourMs, stepIndexAt } from "@qtwin/core";
import { type TestStore, withTestStore } from "@qtwin/store/testing";
import type { Nominating } from "@qtwin/usecases";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AnyUseCase, Solve } from "../context.ts";
import { solveInThread } from "../planning/solving.ts";
import { createSiteClock } from "../site-clock.ts";
import { fakePlant } from "../testing/fake-plant.ts";
import { testSite } from "../testing/test-site.ts";
import { testUseCase } from "../testing/test-use-case.ts";
import { runWorker, type WorkerHandle } from "../worker.ts";

/** Real PostgreSQL and real workflows; the plant is in memory, at 60 times real time, one minute before the time of the contract. */
const wallNowMs = () => performance.timeOrigin + performance.now();
const clock = createSiteClock(wallNowMs, {
  epochWallMs: wallNowMs(),
  epochPlantMs: Date.UTC(2023, 4, 9, 8, 59),
  speed: 60,
});
let database: TestStore;
let homeDir: string;
beforeAll(async () => {
  homeDir = await mkdtemp(join(tmpdir(), "qtwin-nomination-"));
  database = await withTestStore();
});
afterAll(async () => {
  await database.close();
  await rm(homeDir, { recursive: true, force: true });
});

const contract = { toleranceShare: 0.1, eurPerMwhShort: 25, eurPerMwhLong: 25, nominateAt: "11:00" };
type Parameters = { readonly hours: number };
const nominating: Nominating<unknown, Parameters> = {
  contract: () => contract,
  reaching: (_, horizonH) => ({ hours: horizonH }),
  apply: (facts) => facts,
  boughtKw: (plan, grid) => {
    const first = stepIndexAt(plan.grid, grid.startMs);
    const kw = plan.series[0]!.values.slice(first, first + grid.count).map((value) => 500 - value!);
    return kw.length === grid.count ? kw : null;
  },
  course: async () => {
    throw new Error("Nothing is settled here.");
  },
};
const useCase = { ...testUseCase, nominating } as unknown as AnyUseCase;
const plant = fakePlant(clock);

/** How often a worker asked whether the day is nominated. */
let looks = 0;

async function work(solve: Solve): Promise<() => Promise<void>> {
  const stop = new AbortController();
  const counted: typeof database.store.nominations = {
    ...database.store.nominations,
    get: (siteId, day) => {
      looks += 1;
      return database.store.nominations.get(siteId, day);
    },
  };
  const { promise: ready, resolve } = Promise.withResolvers<WorkerHandle>();
  const running = runWorker({
    site: testSite(),
    store: { ...database.store, nominations: counted },
    homeDir,
    databaseUrl: database.url,
    clock,
    signal: stop.signal,
    log: () => {},
    planEveryMin: 0,
    parts: { useCase, parameters: { hours: 3 }, solve, openWriter: async () => plant.link },
    onReady: resolve,
  });
  await Promise.race([ready, running]);
  return async () => {
    stop.abort();
    await running;
  };
}

async function until<T>(what: string, ask: () => Promise<T | null | undefined | false>): Promise<T> {
  const deadline = wallNowMs() + 20_000;
  for (;;) {
    const found = await ask();
    if (found) return found;
    if (wallNowMs() > deadline) throw new Error(`${what}: not in time`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test("at the time of the contract the next day is nominated once, also by a worker that takes over from one that died", async () => {
  const nowMs = Math.round(clock.nowMs());
  const mode = {
    pointId: "battery.mode",
    value: "remote",
    unit: "1",
    mode: "remote",
    kind: "state",
  } as const;
  const times = { sourceTimeMs: nowMs, serverTimeMs: nowMs, receivedTimeMs: nowMs, intervalStartMs: null };
  const trust = { quality: "good", qualityCode: "Good", confidence: 1, reasons: [], accuracy: null } as const;
  plant.modes.set("battery.mode", "remote");
  await database.store.history.append("test", [
    { ...mode, ...times, ...trust, source: "test", calibration: "unknown" },
  ]);
  const reached = Promise.withResolvers<void>();
  const die = await work(() => {
    reached.resolve();
    return new Promise(() => {});
  });
  await reached.promise;
  await die();
  const { nominations, audit } = database.store;
  expect(await nominations.list("test", 9)).toEqual([]);

  const signal = new AbortController().signal;
  const end = await work(
    solveInThread({ plannedS: 5, urgentS: 5 }, signal, database.store.experience, (cause) => {
      throw cause;
    }),
  );
  const [made] = await until("nominated", async () => {
    const all = await nominations.list("test", 9);
    return all.length > 0 && all;
  });
  await until(
    "on record",
    async () => (await audit.list({ siteId: "test", action: "nomination.made" })).length > 0,
  );
  await end();
  const { nominated, ...rest } = made!;
  expect(rest).toMatchObject({ day: "2023-05-10", basis: "plan", contract });
  expect(rest.madeAtMs).toBeGreaterThanOrEqual(Date.UTC(2023, 4, 9, 9));
  expect(nominated.grid).toEqual({ startMs: Date.UTC(2023, 4, 9, 22), stepMin: 15, count: 96 });
  // 500 kW of load; the battery takes and gives at most 200 kW, and ends as full as it was.
  expect(Math.min(...nominated.kw)).toBeCloseTo(300, 6);
  expect(Math.max(...nominated.kw)).toBeCloseTo(700, 6);
  expect(nominated.grid.startMs + 24 * hourMs).toBe(Date.UTC(2023, 4, 10, 22));

  const again = await work(async () => {
    throw new Error("Nothing is left to solve.");
  });
  const before = looks;
  await until("looked again", async () => looks > before);
  await again();
  expect(await nominations.list("test", 9)).toEqual([made]);
  expect(await audit.list({ siteId: "test", action: "nomination.made" })).toHaveLength(1);
});
