import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { measurement } from "@qtwin/twin/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openStore } from "../open-store.ts";
import type { RunningPostgres } from "./postgres.ts";
import { isAlive } from "./process-of.ts";
import { startPostgres } from "./start-postgres.ts";

let homeDir: string;
let server: RunningPostgres;
const dataFile = (name: string) => path.join(homeDir, "postgres", "data", name);

beforeAll(async () => {
  homeDir = await mkdtemp(path.join(tmpdir(), "qtwin-postgres-"));
  await chmod(homeDir, 0o755);
  server = await startPostgres({ homeDir });
}, 120_000);
afterAll(async () => {
  await (await startPostgres({ homeDir })).stop();
  await rm(homeDir, { recursive: true, force: true });
}, 120_000);

const rowsStored = async (): Promise<number> => {
  const store = await openStore({ url: server.url, nowMs: () => 0, maxConnections: 2 });
  const values = await store.history.series("site", "air.flow", 0, Number.MAX_SAFE_INTEGER);
  await store.close();
  return values.length;
};

test("asks for its password, listens on this machine only, and keeps the secret to us", async () => {
  expect(new URL(server.url).hostname).toBe("127.0.0.1");
  const secret = await stat(path.join(homeDir, "secrets", "postgres-password"));
  expect(secret.mode & 0o077).toBe(0);
  const url = Object.assign(new URL(server.url), { password: "wrong" }).href;
  await expect(openStore({ url, nowMs: () => 0 })).rejects.toMatchObject({
    kind: "denied",
    code: "QT_STORE_WRONG_PASSWORD",
    message: expect.not.stringContaining("wrong@"),
  });
});

test("does not run as root", async () => {
  const line = await readFile(`/proc/${server.pid}/status`, "utf8").catch(
    () => `Uid:\t${process.getuid?.()}`,
  );
  expect(Number(/^Uid:\s+(\d+)/m.exec(line)![1])).toBeGreaterThan(0);
});

test("is taken over by the next parent, on the same port", async () => {
  const second = await startPostgres({ homeDir });
  expect(second).toMatchObject({ adopted: true, pid: server.pid, port: server.port, url: server.url });
});

test("a server that was killed starts again with all it had taken, and says when it ended", async () => {
  const store = await openStore({ url: server.url, nowMs: () => 0 });
  await store.history.append("site", [measurement({ sourceTimeMs: 1 }), measurement({ sourceTimeMs: 2 })]);
  process.kill(server.pid, "SIGKILL");
  await server.exited;
  await vi.waitFor(async () => expect((await store.health()).ok).toBe(false), { timeout: 10_000 });
  expect(await store.health()).toMatchObject({
    serverVersion: null,
    detail: "The database does not answer.",
  });
  await expect(store.history.latest("site")).rejects.toMatchObject({
    kind: "unavailable",
    code: "QT_STORE_AWAY",
    retryAfterMs: expect.any(Number),
  });
  const before = server.port;
  server = await startPostgres({ homeDir });
  expect(server).toMatchObject({ adopted: false, port: before });
  expect((await store.history.latest("site")).size).toBe(1);
  await store.close();
  expect(await rowsStored()).toBe(2);
}, 60_000);

test("a lock file whose process is another program is removed, and the server starts", async () => {
  const lock = await readFile(dataFile("postmaster.pid"), "utf8");
  await server.stop();
  expect(isAlive(server.pid)).toBe(false);
  await writeFile(dataFile("postmaster.pid"), lock.replace(/^\d+/, String(process.pid)));
  server = await startPostgres({ homeDir });
  expect(server.adopted).toBe(false);
  expect(await rowsStored()).toBe(2);
}, 60_000);

test("a port that someone else took meanwhile is named", async () => {
  await server.stop();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(server.port, "127.0.0.1", resolve));
  try {
    await expect(startPostgres({ homeDir })).rejects.toMatchObject({
      code: "QT_STORE_PORT_BUSY",
      where: `127.0.0.1:${server.port}`,
    });
  } finally {
    await new Promise((resolve) => other.close(resolve));
  }
  server = await startPostgres({ homeDir });
}, 60_000);

test("files of another version are left alone and named", async () => {
  await server.stop();
  await writeFile(dataFile("PG_VERSION"), "15\n");
  await expect(startPostgres({ homeDir })).rejects.toMatchObject({
    code: "QT_STORE_DATA_VERSION",
    message: expect.stringContaining("PostgreSQL 15"),
  });
  await writeFile(dataFile("PG_VERSION"), "18\n");
  server = await startPostgres({ homeDir });
  expect(await rowsStored()).toBe(2);
}, 60_000);

test("a password file that does not fit the server is named when it is taken over", async () => {
  const file = path.join(homeDir, "secrets", "postgres-password");
  const kept = await readFile(file, "utf8");
  await writeFile(file, "another\n");
  await expect(startPostgres({ homeDir })).rejects.toMatchObject({ code: "QT_STORE_WRONG_PASSWORD" });
  await writeFile(file, kept);
  expect((await startPostgres({ homeDir })).pid).toBe(server.pid);
});
