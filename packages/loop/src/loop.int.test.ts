import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestStore, withTestStore } from "@qtwin/store/testing";
import type { Measurement } from "@qtwin/twin";
import type { PlanInProgress } from "@qtwin/usecases";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { AnyUseCase } from "./context.ts";
import { type CycleResult, runCycles } from "./cycles.ts";
import { decideOn } from "./planning/decide-on.ts";
import { decisionKey } from "./planning/decision-key.ts";
import type { Site } from "./site/index.ts";
import { createSiteClock } from "./site-clock.ts";
import { type FakePlant, fakePlant } from "./testing/fake-plant.ts";
import { testSite } from "./testing/test-site.ts";
import { testUseCase } from "./testing/test-use-case.ts";
import { runWorker, type WorkerHandle } from "./worker.ts";

/** Real PostgreSQL and real workflows; the plant is in memory, at 60 times real time. */
const speed = 60;
const wallNowMs = () => performance.timeOrigin + performance.now();
let database: TestStore;
let homeDir: string;
beforeAll(async () => {
  homeDir = await mkdtemp(join(tmpdir(), "qtwin-loop-"));
  database = await withTestStore();
});
afterAll(async () => {
  await database.close();
  await rm(homeDir, { recursive: true, force: true });
});

/** Each test has a site of its own in the one database. */
let siteCount = 0;
let siteId: string;
let plant: FakePlant;
let stop: AbortController;
let ended: Promise<unknown>;
const clock = createSiteClock(wallNowMs, {
  epochWallMs: wallNowMs(),
  epochPlantMs: Date.UTC(2023, 4, 9, 5),
  speed,
});

const modeValue = (mode: string): Measurement => ({
  pointId: "battery.mode",
  value: mode,
  unit: "1",
  sourceTimeMs: Math.round(clock.nowMs()),
  serverTimeMs: Math.round(clock.nowMs()),
  quality: "good",
  qualityCode: "Good",
  source: "test",
  kind: "state",
  intervalStartMs: null,
  receivedTimeMs: Math.round(clock.nowMs()),
  confidence: 1,
  reasons: [],
  accuracy: null,
  calibration: "unknown",
  mode,
});

async function setMode(mode: string): Promise<void> {
  plant.modes.set("battery.mode", mode);
  await database.store.history.append(siteId, [modeValue(mode)]);
}

const messages: string[] = [];
const options = () => ({
  site: testSite({ id: siteId }),
  store: database.store,
  homeDir,
  databaseUrl: database.url,
  clock,
  signal: stop.signal,
  log: (_: string, message: string, details?: unknown) =>
    void messages.push(`${message} ${details ? JSON.stringify(details) : ""}`),
  parts: {
    useCase: { ...testUseCase } as AnyUseCase,
    parameters: { hours: 3 },
    openWriter: async () => plant.link,
  },
});

/** Polls until a value is there; fails with the last log lines. */
async function until<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false>,
  withinMs = 20_000,
): Promise<T> {
  const deadline = wallNowMs() + withinMs;
  while (wallNowMs() < deadline) {
    const found = await ask();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const audit = (await database.store.audit.list({ siteId, limit: 10 })).map(({ action, details }) => ({
    action,
    details,
  }));
  const seen = [...messages.slice(-15), ...audit.map((entry) => JSON.stringify(entry))];
  throw new Error(`${what}: not within ${withinMs} ms\n${seen.join("\n")}`);
}

async function start(
  parts: Partial<Site["approval"]> = {},
  useCase: typeof testUseCase = testUseCase,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<WorkerHandle>();
  const { site, ...rest } = options();
  const approval = { ...site.approval, ...parts };
  const running = runWorker({
    ...rest,
    parts: { ...rest.parts, useCase: { ...useCase } as AnyUseCase },
    site: { ...site, approval },
    onReady: resolve,
  });
  ended = running.catch((error: unknown) => messages.push(String(error)));
  await Promise.race([promise, running]);
}

const proposals = (...states: ("open" | "active" | "draft" | "superseded")[]) =>
  database.store.proposals.list(siteId, { states });
const approve = (proposalId: string, name = "ben", twoPerson = false) =>
  decideOn(
    { store: database.store, key: decisionKey(homeDir), nowMs: Math.round(clock.nowMs()), twoPerson },
    { proposalId, verdict: "approve", note: "", actor: { name, kind: "user", roles: ["approver"] } },
  );

beforeEach(async () => {
  siteCount += 1;
  siteId = `site-${siteCount}`;
  plant = fakePlant(clock);
  stop = new AbortController();
  ended = Promise.resolve();
  messages.length = 0;
  await setMode("remote");
});
afterEach(async () => {
  stop.abort();
  await ended;
});

test("a proposal is approved by a person, written, acknowledged and verified; native control follows the last beat", async () => {
  await start();
  const open = await until("a proposal", async () => (await proposals("open"))[0]);
  expect(open.proposal.predictedSavingEur).toBeGreaterThan(25);
  expect(plant.effects).toEqual([]);
  expect(plant.heartbeats).toBe(0);
  await approve(open.proposal.id);
  const verified = await until("a verified command", async () =>
    (await database.store.commands.ofProposal(open.proposal.id)).find((item) => item.state === "verified"),
  );
  expect(verified.id).toBe(plant.effects[0]?.id);
  expect(plant.heartbeats).toBeGreaterThan(0);
  await until("activation", async () => (await proposals("active"))[0]);
  await until("the record of it", async () => {
    const actions = (await database.store.audit.list({ siteId })).map((entry) => entry.action);
    return ["proposal.approve", "proposal.activate", "command.verified"].every((each) =>
      actions.includes(each),
    );
  });
  expect((await database.store.audit.verify()).intact).toBe(true);
  stop.abort();
  await ended;
  const beats = plant.heartbeats;
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(plant.heartbeats).toBe(beats);
});

test("a decision changed in the store writes nothing", async () => {
  await start();
  const open = await until("a proposal", async () => (await proposals("open"))[0]);
  await database.sql(
    `create function qtwin.forge() returns trigger language plpgsql as
     $$ begin new.content = jsonb_set(new.content::jsonb, '{by}', '["eve"]'); return new; end $$`,
  );
  await database.sql(
    "create trigger forge before insert on qtwin.decisions for each row execute function qtwin.forge()",
  );
  await approve(open.proposal.id);
  await until("activation", async () => (await proposals("active"))[0]);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  await database.sql("drop trigger forge on qtwin.decisions");
  expect(plant.effects).toEqual([]);
  expect(plant.heartbeats).toBe(0);
});

test("under the two-person rule one approval writes nothing, the second of another person does", async () => {
  await start({ twoPerson: true });
  const open = await until("a proposal", async () => (await proposals("open"))[0]);
  const { id } = open.proposal;
  expect(await approve(id, "ben", true)).toMatchObject({ approvalsMissing: 1, record: { state: "open" } });
  await expect(approve(id, "ben", true)).rejects.toMatchObject({ code: "QT_DECIDE_SAME_PERSON" });
  expect(plant.effects).toEqual([]);
  expect(await approve(id, "cleo", true)).toMatchObject({
    approvalsMissing: 0,
    record: { state: "approved" },
  });
  await until("a write", async () => plant.effects.length > 0);
  const refused = (await database.store.audit.list({ siteId, action: "proposal.approve" })).map(
    (entry) => (entry.details as { refused: string | null }).refused,
  );
  expect(refused).toEqual([null, "QT_DECIDE_SAME_PERSON", null]);
});

test("an undecided proposal expires by itself and cannot be approved any more", async () => {
  // At 60 times real time 2 plant minutes are 2 s.
  await start({ expiryMin: 2 });
  const open = await until("a proposal", async () => (await proposals("open"))[0]);
  await until(
    "its end",
    async () => (await database.store.proposals.get(open.proposal.id))?.state === "expired",
  );
  await expect(approve(open.proposal.id)).rejects.toMatchObject({ code: "QT_DECIDE_WRONG_STATE" });
  expect(plant.effects).toEqual([]);
});

test("a refused command hands the asset back, is told, and asks for a new plan", async () => {
  plant.answers.set("battery.power", { state: "refused", reason: "interlock" });
  await start();
  const open = await until("a proposal", async () => (await proposals("open"))[0]);
  await approve(open.proposal.id);
  await until("a release", async () => plant.released.includes("battery"));
  const actions = await until("audit", async () => {
    const found = (await database.store.audit.list({ siteId })).map((entry) => entry.action);
    return found.includes("asset.hand-back") && found;
  });
  expect(actions).toContain("command.refused");
  await until("a trigger", async () =>
    (await database.store.events.list(0, 1000)).some(
      ({ topic, payload }) => topic === "trigger" && JSON.stringify(payload).includes("interlock"),
    ),
  );
  expect(plant.effects).toEqual([]);
});

test("an operator's override takes the asset out of the plan until it is handed back", async () => {
  await start();
  const open = await until("a proposal", async () => (await proposals("open"))[0]);
  await approve(open.proposal.id);
  await until("a write", async () => plant.effects.length > 0);
  await setMode("local");
  await until("an override", async () => (await database.store.overrides.open(siteId))[0]);
  const before = plant.effects.length;
  // At 60 times real time a quarter-hour lasts 15 s: the next slot comes and must be withheld.
  await until(
    "a withheld command",
    async () => (await database.store.audit.list({ siteId, action: "command.withheld" }))[0],
  );
  expect(plant.effects.length).toBe(before);
  await setMode("remote");
  await until("the hand-over", async () => (await database.store.overrides.open(siteId)).length === 0);
  await until("a write after it", async () => plant.effects.length > before, 25_000);
}, 60_000);

test("between two plans corrections of the use case are cut to what was approved, written and verified", async () => {
  let progress: PlanInProgress | undefined;
  await start(
    {},
    {
      ...testUseCase,
      track: async (snapshot, _history, _parameters, found) => {
        progress = found;
        const planned = found.planned("battery.power");
        // Far outside of the band, so that it is cut to its edge.
        return planned ? [{ ...planned, slot: 1000, value: 9999, validFromMs: snapshot.takenAtMs }] : [];
      },
    },
  );
  const open = await until("a proposal", async () => (await proposals("open"))[0]);
  const { id, envelope } = open.proposal;
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(progress).toBeUndefined();
  await approve(id);
  const corrected = await until("a verified correction", async () =>
    (await database.store.commands.ofProposal(id)).find(
      (item) => item.slot === 1000 && item.state === "verified",
    ),
  );
  const most = envelope.bands.find(({ pointId }) => pointId === "battery.power")!.max!;
  expect(corrected).toMatchObject({ id: `${id}:battery.power:1000`, value: most, restore: 0, sends: 1 });
  expect(plant.effects.map((effect) => effect.id)).toContain(corrected.id);
  await until("the record of it", async () =>
    (await database.store.audit.list({ siteId, action: "correction.verified" })).some(
      ({ subject }) => subject === corrected.id,
    ),
  );
  expect(progress?.inForce("battery.power")).not.toBeNull();
}, 60_000);

test("headless cycles approve by policy on a simulated site and verify their writes", async () => {
  const seen: CycleResult[] = [];
  const cycles = await runCycles({ ...options(), cycles: 2, approve: "auto", onCycle: (c) => seen.push(c) });
  expect(seen).toEqual(cycles);
  expect(cycles).toHaveLength(2);
  for (const cycle of cycles) {
    expect(cycle.writesDone).toBeGreaterThan(0);
    expect(cycle.writesVerified).toBe(cycle.writesDone);
    expect(cycle.planCostEur).toBeLessThan(cycle.baselineCostEur);
    expect(cycle.gapPct).toBeLessThanOrEqual(1);
  }
  const [approval] = await database.store.decisions.ofProposal(cycles[0]!.proposalId!);
  expect(approval?.by).toEqual(["policy"]);
});

test("headless approval is denied on a real site without a grant", async () => {
  const site = testSite({ id: siteId, simulated: null });
  await expect(runCycles({ ...options(), site, cycles: 1, approve: "auto" })).rejects.toMatchObject({
    kind: "denied",
    code: "QT_DECIDE_AUTO_DENIED",
  });
});
