import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type pg from "pg";
import { openDatabase } from "../database.ts";
import { toStoreError } from "../database-error.ts";
import { type BackupHeader, backupFormat, backupTables } from "./tables.ts";

export interface BackupReport {
  readonly file: string;
  readonly rows: Readonly<Record<string, number>>;
}

/** Rows of history are small; a snapshot or a model is not. */
const pageLength = (table: string): number => (table === "history" ? 5_000 : 50);

/**
 * Writes one consistent cut of the store to a file, while it is in use: gzipped lines of JSON, ended by their hash. The
 * file has its name only when it is complete.
 * @throws QT_STORE_AWAY, QT_STORE_DISK_FULL, QT_STORE_WRONG_PASSWORD
 */
export async function backupStore(options: {
  readonly url: string;
  readonly file: string;
  readonly createdAt: string;
}): Promise<BackupReport> {
  const database = openDatabase(options.url, () => 0, 1);
  const partial = `${options.file}.part`;
  const rows: Record<string, number> = {};
  const client = await database.pool.connect().catch(async (thrown) => {
    await database.pool.end();
    throw toStoreError(thrown, database.where);
  });
  try {
    await client.query("begin isolation level repeatable read read only");
    const lines = Readable.from(backupLines(client, options.createdAt, rows));
    await pipeline(lines, createGzip(), createWriteStream(partial, { mode: 0o600, flush: true }));
    await client.query("commit");
    await rename(partial, options.file);
    await syncFolderOf(options.file);
    return { file: options.file, rows };
  } catch (thrown) {
    await rm(partial, { force: true });
    throw toStoreError(thrown, database.where);
  } finally {
    client.release(true);
    await database.pool.end();
  }
}

async function* backupLines(
  client: pg.PoolClient,
  createdAt: string,
  rows: Record<string, number>,
): AsyncGenerator<string> {
  const hash = createHash("sha256");
  const line = (text: string): string => {
    hash.update(`${text}\n`);
    return `${text}\n`;
  };
  const found = await client.query<{ migration: number }>(
    "select max(number) as migration from qtwin.migrations",
  );
  const header: BackupHeader = { format: backupFormat, migration: found.rows[0]!.migration, createdAt };
  yield line(JSON.stringify(header));
  for (const table of backupTables) {
    rows[table] = 0;
    await client.query(`declare page no scroll cursor for select t::text as row from qtwin.${table} t`);
    for (;;) {
      const page = await client.query<{ row: string }>(`fetch ${pageLength(table)} from page`);
      if (page.rows.length === 0) break;
      rows[table] += page.rows.length;
      // One line holds the rows of a page: table, tab, JSON array of PostgreSQL's own text of each row.
      yield line(`${table}\t${JSON.stringify(page.rows.map(({ row }) => row))}`);
    }
    await client.query("close page");
  }
  yield `${JSON.stringify({ rows, sha256: hash.digest("hex") })}\n`;
}

async function syncFolderOf(file: string): Promise<void> {
  const handle = await open(file, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
