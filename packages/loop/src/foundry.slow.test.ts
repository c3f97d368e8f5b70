import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { openStore, type RunningPostgres, type Store, startPostgres } from "@qtwin/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runIngest } from "./ingest/index.ts";
import { decideOn } from "./planning/decide-on.ts";
import { decisionKey } from "./planning/decision-key.ts";
import { loadSite, readPlantEndpoints, sitePaths } from "./site/index.ts";
import { type AdjustableSiteClock, openSiteClock } from "./site-clock.ts";
import { runWorker } from "./worker.ts";

/** Everything real: the plant's process, PostgreSQL, the workflows, the solver, OPC UA and MQTT. */
const home = mkdtempSync(join(tmpdir(), "qtwin-foundry-"));
const site = loadSite("foundry");
const paths = sitePaths(home, site.id);
const wallNowMs = (): number => Math.floor(performance.timeOrigin + performance.now());
const stop = new AbortController();
const messages: string[] = [];
const log = (_: string, message: string): void => void messages.push(message);
let plant: ChildProcess;
let postgres: RunningPostgres;
let store: Store;
let clock: AdjustableSiteClock;
let ended: Promise<unknown>;

async function until<T>(
  what: string,
  withinMs: number,
  ask: () => Promise<T | null | undefined | false> | T | null | undefined | false,
): Promise<T> {
  const end = wallNowMs() + withinMs;
  for (;;) {
    const found = await ask();
    if (found) return found;
    if (wallNowMs() > end)
      throw new Error(`${what}: not within ${withinMs} ms\n${messages.slice(-20).join("\n")}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What somebody at the plant's own panel does and sees. */
function panel(request: object): Promise<{ ok: boolean; values?: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const socket = connect(paths.panelSocket, () => socket.write(`${JSON.stringify(request)}\n`));
    socket.once("error", reject);
    createInterface({ input: socket }).once("line", (line) => {
      socket.destroy();
      resolve(JSON.parse(line));
    });
  });
}

beforeAll(async () => {
  const entry = fileURLToPath(new URL("../../../sites/foundry/src/plant.ts", import.meta.url));
  plant = spawn(process.execPath, [entry, "--dir", paths.plantDir, "--speed", "10"], { stdio: "ignore" });
  postgres = await startPostgres({ homeDir: home });
  store = await openStore({ url: postgres.url, nowMs: wallNowMs });
  await until("the plant", 60_000, () => {
    try {
      return readPlantEndpoints(paths);
    } catch {
      return null;
    }
  });
  clock = openSiteClock(site, paths, wallNowMs, stop.signal);
  const common = { site, store, homeDir: home, signal: stop.signal, log };
  const ingest = runIngest({ ...common, wallNowMs });
  await until(
    "the twin",
    60_000,
    async () => (await store.history.latest(site.id)).size >= site.points.length - 3,
  );
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const worker = runWorker({ ...common, databaseUrl: postgres.url, clock, onReady: resolve });
  ended = Promise.all([ingest, worker]).catch((error: unknown) => messages.push(String(error)));
  await Promise.race([promise, worker]);
}, 180_000);

afterAll(async () => {
  stop.abort();
  await ended;
  await store?.close();
  plant?.kill();
  await postgres?.stop();
  rmSync(home, { recursive: true, force: true });
});

const approve = async (proposalId: string): Promise<void> => {
  await decideOn(
    { store, key: decisionKey(home), nowMs: Math.round(clock.nowMs()), twoPerson: false },
    { proposalId, verdict: "approve", note: "", actor: { name: "ben", kind: "user", roles: ["approver"] } },
  );
};

test("a plan for the real plant is proposed, approved by a person, written, acknowledged and verified; the panel wins", {
  timeout: 240_000,
}, async () => {
  const newest = async () =>
    (await store.proposals.list(site.id, { states: ["open", "draft"], limit: 1 }))[0];
  const record = await until("a proposal", 120_000, newest);
  expect(record.proposal.solve.feasible).toBe(true);
  expect(await store.commands.list(site.id)).toEqual([]);
  expect((await store.runs.get(`run-${record.proposal.id}`))?.mps).toContain("ENDATA");
  if (record.state === "draft") {
    // Too small a saving to bother a person: a planner asks for it all the same.
    await store.proposals.transition(record.proposal.id, {
      to: "open",
      atMs: Math.round(clock.nowMs()),
      by: "pia",
    });
  }
  await approve(record.proposal.id);

  const first = record.proposal.commands.filter((slot) => slot.validFromMs <= clock.nowMs());
  expect(first.length).toBeGreaterThan(3);
  const verified = await until("verified writes", 60_000, async () => {
    const found = (await store.commands.list(site.id)).filter((item) => item.state === "verified");
    return found.length >= 4 && found;
  });
  const { values } = await panel({ do: "state" });
  for (const item of verified) {
    const point = site.writePointById.get(item.pointId)!;
    expect(item.ack).toMatchObject({ id: item.id, state: "accepted" });
    if (point.id === "hvac.setpoint")
      expect(values?.[point.verify.pointId]).toBeCloseTo(item.ack!.value as number, 1);
  }

  // An operator takes the battery at the panel: it leaves the plan, and nobody fights it.
  expect((await panel({ do: "mode", asset: "battery", mode: "local" })).ok).toBe(true);
  await until("the override", 30_000, async () =>
    (await store.overrides.open(site.id)).some((item) => item.asset === "battery"),
  );
  const before = (await store.commands.list(site.id)).filter((item) => item.asset === "battery").length;
  await panel({ do: "mode", asset: "battery", mode: "remote" });
  await until("the hand-over", 30_000, async () => (await store.overrides.open(site.id)).length === 0);
  const after = (await store.commands.list(site.id)).filter((item) => item.asset === "battery").length;
  expect(after).toBeLessThanOrEqual(before + 1);
  expect((await store.audit.verify()).intact).toBe(true);
});
