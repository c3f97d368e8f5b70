import { createHash } from "node:crypto";
import type pg from "pg";
import { storeErrors } from "../errors.ts";
import { locks } from "../locks.ts";
import { history } from "./001-history.ts";
import { decisions } from "./002-decisions.ts";
import { platform } from "./003-platform.ts";
import { evidence } from "./004-evidence.ts";
import { experience } from "./005-experience.ts";
import { learning } from "./006-learning.ts";
import { bands } from "./007-bands.ts";
import { nominations } from "./008-nominations.ts";
import type { Migration } from "./migration.ts";

export const migrations: readonly Migration[] = [
  history,
  decisions,
  platform,
  evidence,
  experience,
  learning,
  bands,
  nominations,
];

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * Brings the schema up to date in one transaction, one process at a time.
 * @throws QT_STORE_NEWER_SCHEMA, QT_STORE_MIGRATION_CHANGED
 */
export async function migrate(pool: pg.Pool, steps: readonly Migration[] = migrations): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock($1, $2)", locks.migrate);
    await client.query(`create schema if not exists qtwin;
      create table if not exists qtwin.migrations
        (number integer primary key, title text not null, sha256 text not null, applied_at timestamptz not null default now())`);
    for (const step of await missingSteps(client, steps)) {
      await client.query(step.sql);
      await client.query("insert into qtwin.migrations (number, title, sha256) values ($1, $2, $3)", [
        step.number,
        step.title,
        sha256(step.sql),
      ]);
    }
    await client.query("commit");
  } catch (thrown) {
    await client.query("rollback").catch(() => undefined);
    throw thrown;
  } finally {
    client.release();
  }
}

async function missingSteps(
  client: pg.PoolClient,
  steps: readonly Migration[],
): Promise<readonly Migration[]> {
  const applied = await client.query<{ number: number; sha256: string }>(
    "select number, sha256 from qtwin.migrations order by number",
  );
  const newest = applied.rows.at(-1)?.number ?? 0;
  if (newest > steps.length) throw storeErrors.newerSchema(newest, steps.length);
  for (const row of applied.rows) {
    const step = steps.find(({ number }) => number === row.number);
    if (step && sha256(step.sql) !== row.sha256) throw storeErrors.migrationChanged(step.number, step.title);
  }
  return steps.filter(({ number }) => number > newest);
}
