import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createRandom } from "@qtwin/core";
import { type Measurement, pointMeans } from "@qtwin/twin";
import { measurement, pointSpec } from "@qtwin/twin/testing";
import { expect, onTestFinished, test } from "vitest";
import { openStore } from "../open-store.ts";
import { startPostgres } from "../postgres/start-postgres.ts";

const kills = 12;
const batchLength = 500;
const start = Date.UTC(2023, 4, 8);

const batchOf = (number: number): readonly Measurement[] =>
  Array.from({ length: batchLength }, (_, index) =>
    measurement({ sourceTimeMs: start + (number * batchLength + index) * 1000, value: number }),
  );

test(`no acknowledged row is lost over ${kills} kills of PostgreSQL while it is written to`, async () => {
  const homeDir = await mkdtemp(path.join(tmpdir(), "qtwin-kill-"));
  await chmod(homeDir, 0o755);
  let server = await startPostgres({ homeDir });
  onTestFinished(async () => {
    await server.stop();
    await rm(homeDir, { recursive: true, force: true });
  });
  const store = await openStore({ url: server.url, nowMs: () => 0, maxConnections: 3 });
  const random = createRandom(7);
  const acknowledged: number[] = [];
  let refused = 0;
  let done = false;
  const writer = (async () => {
    for (let number = 0; !done; number++) {
      // Whatever an attempt came to, the batch is delivered again until it is taken, as a broker would.
      for (;;) {
        const outcome = await store.history.append("site", batchOf(number)).catch(() => null);
        if (outcome) break;
        refused++;
        await wait(20);
      }
      acknowledged.push(number);
    }
  })();
  for (let kill = 0; kill < kills; kill++) {
    await wait(100 + random.integer(400));
    process.kill(server.pid, "SIGKILL");
    await server.exited;
    server = await startPostgres({ homeDir });
  }
  const atLastKill = acknowledged.length;
  while (acknowledged.length < atLastKill + 2) await wait(20);
  done = true;
  await writer;
  const count = acknowledged.length;
  const stored = await store.history.series("site", "air.flow", start, Number.MAX_SAFE_INTEGER, 10_000_000);
  expect(stored).toHaveLength(count * batchLength);
  expect(stored.map((each) => each.value)).toEqual(
    acknowledged.flatMap((n) => new Array(batchLength).fill(n)),
  );
  expect(refused).toBeGreaterThan(0);
  const grid = { startMs: start, stepMin: 15, count: 4 };
  const point = pointSpec({ periodS: 1 });
  expect(await store.history.means("site", point, grid)).toEqual(pointMeans(stored, point, grid).means);
  await store.close();
}, 300_000);
