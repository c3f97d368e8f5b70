import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { openStore } from "../open-store.ts";
import type { RunningPostgres } from "../postgres/postgres.ts";
import { startPostgres } from "../postgres/start-postgres.ts";
import type { Store } from "../store.ts";

export interface TestStore {
  readonly store: Store;
  /** Database of its own, for second stores, DBOS and plain SQL. */
  readonly url: string;
  /** Plain SQL past the repositories. */
  readonly sql: (text: string, values?: unknown[]) => Promise<readonly Record<string, unknown>[]>;
  /** Closes the store and removes the database. */
  readonly close: () => Promise<void>;
}

let shared: Promise<{ adminUrl: string; running: RunningPostgres | null; homeDir: string }> | null = null;
let users = 0;

/** One real PostgreSQL per test process, or the one of `QTWIN_TEST_DATABASE_URL`. */
export function sharedPostgres(): Promise<{ adminUrl: string; running: RunningPostgres | null }> {
  shared ??= (async () => {
    const given = process.env.QTWIN_TEST_DATABASE_URL;
    if (given) return { adminUrl: given, running: null, homeDir: "" };
    const homeDir = await mkdtemp(path.join(tmpdir(), "qtwin-test-"));
    // PostgreSQL may run as another user than we do.
    await chmod(homeDir, 0o755);
    const running = await startPostgres({ homeDir });
    process.once("exit", () => {
      try {
        process.kill(running.pid, "SIGQUIT");
      } catch {
        // It has ended already.
      }
    });
    return { adminUrl: running.url, running, homeDir };
  })();
  return shared;
}

async function stopShared(): Promise<void> {
  const { running, homeDir } = await shared!;
  shared = null;
  await running?.stop();
  if (homeDir !== "") await rm(homeDir, { recursive: true, force: true });
}

/**
 * A store on a fresh database of a real PostgreSQL; the server ends with the last open test store.
 * @param nowMs clock of access rules; default: the wall clock
 * @example
 * const test = await withTestStore();
 * afterAll(test.close);
 */
export async function withTestStore(nowMs: () => number = wallClock): Promise<TestStore> {
  users++;
  const { adminUrl } = await sharedPostgres();
  const name = `qtwin_test_${randomBytes(6).toString("hex")}`;
  await runSql(adminUrl, `create database ${name}`);
  const url = Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href;
  const store = await openStore({ url, nowMs, maxConnections: 4 });
  return {
    store,
    url,
    sql: (text, values) => runSql(url, text, values),
    close: async () => {
      await store.close();
      users--;
      if (users === 0 && !process.env.QTWIN_TEST_DATABASE_URL) await stopShared();
      else await runSql(adminUrl, `drop database ${name} with (force)`);
    },
  };
}

const wallClock = (): number => performance.timeOrigin + performance.now();

async function runSql(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(text, values)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}
