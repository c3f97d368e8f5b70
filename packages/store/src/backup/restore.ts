import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { access } from "node:fs/promises";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { QtwinError } from "@qtwin/core";
import type pg from "pg";
import { openDatabase } from "../database.ts";
import { toStoreError } from "../database-error.ts";
import { storeErrors } from "../errors.ts";
import { migrate, migrations } from "../migrations/migrate.ts";
import {
  type BackupFooter,
  type BackupHeader,
  backupFormat,
  backupTables,
  numberedTables,
} from "./tables.ts";

/**
 * Restores a backup into a new, empty database, in one transaction: all of it, or nothing.
 * @throws QT_STORE_BAD_BACKUP, QT_STORE_NOT_EMPTY, QT_STORE_AWAY
 */
export async function restoreStore(options: {
  readonly url: string;
  readonly file: string;
}): Promise<{ readonly rows: Readonly<Record<string, number>> }> {
  const { file } = options;
  await access(file).catch(() => {
    throw storeErrors.badBackup(file, "there is no such file.");
  });
  const database = openDatabase(options.url, () => 0, 2);
  try {
    await migrate(database.pool);
    const client = await database.pool.connect();
    try {
      await client.query("begin");
      await refuseUnlessEmpty(client);
      const rows = await restoreLines(client, file);
      await continueNumbers(client);
      await client.query("commit");
      return { rows };
    } finally {
      client.release(true);
    }
  } catch (thrown) {
    throw toStoreError(thrown, database.where);
  } finally {
    await database.pool.end();
  }
}

async function refuseUnlessEmpty(client: pg.PoolClient): Promise<void> {
  for (const table of backupTables) {
    const found = await client.query(`select from qtwin.${table} limit 1`);
    if (found.rowCount) throw storeErrors.notEmpty(table);
  }
}

async function restoreLines(client: pg.PoolClient, file: string): Promise<Readonly<Record<string, number>>> {
  const hash = createHash("sha256");
  const rows: Record<string, number> = {};
  let header: BackupHeader | null = null;
  let footer: BackupFooter | null = null;
  for await (const line of linesOf(file)) {
    if (footer) throw storeErrors.badBackup(file, "something follows its end.");
    if (header === null) {
      header = checkedHeader(file, line);
    } else if (line.startsWith("{")) {
      footer = JSON.parse(line) as BackupFooter;
      continue;
    } else {
      const [table, count] = await restorePage(client, file, line);
      rows[table] = (rows[table] ?? 0) + count;
    }
    hash.update(`${line}\n`);
  }
  if (!footer) throw storeErrors.badBackup(file, "it was cut off: its last line is missing.");
  if (footer.sha256 !== hash.digest("hex"))
    throw storeErrors.badBackup(file, "its content does not fit its hash.");
  return rows;
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const unzipped = createReadStream(file).pipe(createGunzip());
  try {
    yield* createInterface({ input: unzipped, crlfDelay: Number.POSITIVE_INFINITY });
    if (unzipped.errored) throw unzipped.errored;
  } catch (thrown) {
    if (thrown instanceof QtwinError) throw thrown;
    throw storeErrors.badBackup(file, `it cannot be read to its end (${(thrown as Error).message}).`);
  }
}

function checkedHeader(file: string, line: string): BackupHeader {
  let header: Partial<BackupHeader> = {};
  try {
    header = JSON.parse(line) as Partial<BackupHeader>;
  } catch {
    // Told below.
  }
  if (header.format !== backupFormat) throw storeErrors.badBackup(file, "it is no backup of Qtwin.");
  if (header.migration !== migrations.length) {
    throw storeErrors.badBackup(file, `it has schema ${header.migration}, this Qtwin ${migrations.length}.`);
  }
  return header as BackupHeader;
}

async function restorePage(client: pg.PoolClient, file: string, line: string): Promise<[string, number]> {
  const tab = line.indexOf("\t");
  const table = backupTables.find((each) => each === line.slice(0, tab));
  if (!table) throw storeErrors.badBackup(file, "it names a table that is not known.");
  const done = await client.query(
    `insert into qtwin.${table}
      select (given.entry).* from (select unnest($1::text[])::qtwin.${table} as entry offset 0) given`,
    [JSON.parse(line.slice(tab + 1))],
  );
  return [table, done.rowCount ?? 0];
}

/** New rows get numbers after the restored ones. */
async function continueNumbers(client: pg.PoolClient): Promise<void> {
  for (const [table, column] of Object.entries(numberedTables)) {
    await client.query(
      `select setval(pg_get_serial_sequence('qtwin.${table}', '${column}'), (select coalesce(max(${column}), 0) + 1 from qtwin.${table}), false)`,
    );
  }
}
