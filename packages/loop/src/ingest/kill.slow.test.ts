import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hasMosquitto, type Mosquitto, startMosquitto } from "@qtwin/connectors/testing";
import { createRandom } from "@qtwin/core";
import { openStore, type RunningPostgres, startPostgres } from "@qtwin/store";
import mqtt, { type MqttClient } from "mqtt";
import { afterAll, describe, expect, test } from "vitest";

const fixture = fileURLToPath(new URL("./fixtures/ingest-process.ts", import.meta.url));
const pointId = "m.energyKwh";
const kills = 20;
const seed = 7;

const point = {
  id: pointId,
  asset: "m",
  title: "Counter",
  kind: "counter",
  type: "number",
  unit: "kWh",
  periodS: 1,
  range: { min: 0, max: 1e9 },
  rollover: 1e9,
  owner: "energy",
  source: { connector: "mqtt", topic: "m", path: "energyKwh" },
};

function writeSite(dir: string, url: string): void {
  mkdirSync(dir, { recursive: true });
  const site = {
    id: "killed",
    title: "Killed",
    timeZone: "Europe/Berlin",
    connectors: { mqtt: { url, reconnectMinMs: 50, reconnectMaxMs: 200 } },
    points: "./points.json",
    plant: "./plant.json",
    tariff: "./tariff.json",
    useCase: "energy",
    horizonH: 24,
    stepMin: 15,
    writing: { enabled: false, points: {} },
    policy: {
      approval: {
        twoPerson: false,
        autoApprove: false,
        expiryMin: 60,
        maxAsksPerShift: 3,
        minSavingEur: 25,
        minSavingPct: 0.5,
      },
      assetModes: {},
    },
  };
  const files = { site, points: { points: [point], writePoints: [] }, plant: {}, tariff: {} };
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(dir, `${name}.json`), JSON.stringify(content));
}

async function until(
  what: string,
  holds: () => Promise<boolean> | boolean,
  deadlineMs = 60_000,
): Promise<void> {
  const end = performance.now() + deadlineMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not within ${deadlineMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Sends 1, 2, 3, … a few at a time; `sent` is the newest value the broker has acknowledged. */
function startCounter(client: MqttClient) {
  const state = { sent: 0, stop: false };
  const done = (async () => {
    while (!state.stop) {
      const values = Array.from({ length: 20 }, (_, index) => state.sent + index + 1);
      await Promise.all(
        values.map((energyKwh) =>
          client.publishAsync("m", JSON.stringify({ ts: 1_700_000_000_000 + energyKwh * 1_000, energyKwh }), {
            qos: 1,
          }),
        ),
      );
      state.sent += values.length;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  })();
  return { state, done };
}

describe.skipIf(!hasMosquitto())("killed again and again", () => {
  const root = mkdtempSync(join(tmpdir(), "qtwin-kill-"));
  let broker: Mosquitto | undefined;
  let database: RunningPostgres | undefined;
  let ingest: ChildProcess | undefined;
  afterAll(async () => {
    ingest?.kill("SIGKILL");
    await database?.stop();
    await broker?.close();
    rmSync(root, { recursive: true, force: true });
  });

  test(`${kills} SIGKILLs of ingest and database (seed ${seed}): every acknowledged value is stored`, async () => {
    broker = await startMosquitto({ config: ["max_queued_messages 0"] });
    database = await startPostgres({ homeDir: root });
    const siteDir = join(root, "site");
    writeSite(siteDir, broker.url);
    let connections = 0;
    const startIngest = (): ChildProcess => {
      const child = spawn(process.execPath, [fixture, siteDir, root, database!.url]);
      child.stdout.on("data", (text) => {
        connections += String(text).split("mqtt connected").length - 1;
      });
      return child;
    };
    ingest = startIngest();
    const client = await mqtt.connectAsync(broker.url);
    await until("the first connection", () => connections > 0);
    const counter = startCounter(client);

    const random = createRandom(seed);
    for (let kill = 0; kill < kills; kill += 1) {
      const from = counter.state.sent;
      const pause = 100 + random.integer(400);
      await until("more values", () => counter.state.sent > from + pause);
      if (random.next() < 0.6) {
        const before = connections;
        ingest.kill("SIGKILL");
        ingest = startIngest();
        await until("the next process reads", () => connections > before);
      } else {
        process.kill(database.pid, "SIGKILL");
        await database.exited;
        database = await startPostgres({ homeDir: root });
      }
    }
    counter.state.stop = true;
    await counter.done;
    await client.endAsync();

    const store = await openStore({ url: database.url, nowMs: () => Date.now(), maxConnections: 1 });
    try {
      const stored = async (): Promise<readonly number[]> => {
        const series = await store.history.series("killed", pointId, 0, Number.MAX_SAFE_INTEGER, 1_000_000);
        return series.map((one) => one.value as number);
      };
      await until("all values", async () => (await stored()).length >= counter.state.sent);
      expect(await stored()).toEqual(Array.from({ length: counter.state.sent }, (_, index) => index + 1));
    } finally {
      await store.close();
    }
  }, 300_000);
});
