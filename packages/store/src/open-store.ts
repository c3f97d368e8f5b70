import { createApiKeys } from "./access/postgres-api-keys.ts";
import { createSessions } from "./access/postgres-sessions.ts";
import { createUsers } from "./access/postgres-users.ts";
import { createAssetModes, createOverrides } from "./assets/postgres-assets.ts";
import { createAudit } from "./audit/postgres-audit.ts";
import { createBands } from "./bands/postgres-bands.ts";
import { createCommands } from "./commands/postgres-commands.ts";
import { type Database, guarded, openDatabase } from "./database.ts";
import { toStoreError } from "./database-error.ts";
import { createEvents } from "./events/postgres-events.ts";
import { createEvidence } from "./evidence/postgres-evidence.ts";
import { createExperience } from "./experience/postgres-experience.ts";
import { createHistory } from "./history/postgres-history.ts";
import { createSnapshots } from "./history/postgres-snapshots.ts";
import { createLearning } from "./learning/postgres-learning.ts";
import { migrate } from "./migrations/migrate.ts";
import { createNominations } from "./nominations/postgres-nominations.ts";
import { createDecisions } from "./proposals/postgres-decisions.ts";
import { createProposals } from "./proposals/postgres-proposals.ts";
import { createKpis } from "./runs/postgres-kpis.ts";
import { createRuns } from "./runs/postgres-runs.ts";
import type { Store, StoreHealth, StoreOptions } from "./store.ts";

/**
 * Opens the store and brings its schema up to date.
 * @throws QT_STORE_AWAY, QT_STORE_WRONG_PASSWORD, QT_STORE_NO_DATABASE, QT_STORE_BAD_URL, QT_STORE_NEWER_SCHEMA,
 * QT_STORE_MIGRATION_CHANGED
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const database = openDatabase(options.url, options.nowMs, options.maxConnections ?? 8);
  try {
    await (options.migrate === false ? database.pool.query("select 1") : migrate(database.pool));
  } catch (thrown) {
    await database.pool.end().catch(() => undefined);
    throw toStoreError(thrown, database.where);
  }
  const guard = <Repository extends object>(repository: Repository): Repository =>
    guarded(repository, database.where);
  return {
    history: guard(createHistory(database)),
    snapshots: guard(createSnapshots(database)),
    proposals: guard(createProposals(database)),
    decisions: guard(createDecisions(database)),
    commands: guard(createCommands(database)),
    assetModes: guard(createAssetModes(database)),
    overrides: guard(createOverrides(database)),
    audit: guard(createAudit(database)),
    users: guard(createUsers(database)),
    apiKeys: guard(createApiKeys(database)),
    sessions: guard(createSessions(database)),
    runs: guard(createRuns(database)),
    kpis: guard(createKpis(database)),
    events: guard(createEvents(database)),
    evidence: guard(createEvidence(database)),
    experience: guard(createExperience(database)),
    learning: guard(createLearning(database)),
    bands: guard(createBands(database)),
    nominations: guard(createNominations(database)),
    health: () => healthOf(database),
    close: () => database.pool.end(),
  };
}

async function healthOf(database: Database): Promise<StoreHealth> {
  const startedMs = performance.now();
  const latencyMs = (): number => Math.round((performance.now() - startedMs) * 10) / 10;
  try {
    const found = await database.pool.query<{
      version: string;
      migration: number;
      size: number;
      replica: boolean;
    }>(
      `select current_setting('server_version') as version, pg_is_in_recovery() as replica,
        (select max(number) from qtwin.migrations) as migration, pg_database_size(current_database()) as size`,
    );
    const { version, migration, size, replica } = found.rows[0]!;
    return {
      ok: !replica,
      latencyMs: latencyMs(),
      serverVersion: version,
      migration,
      sizeBytes: size,
      detail: replica ? "The database is a replica and takes no writes." : "",
    };
  } catch (thrown) {
    const { message } = toStoreError(thrown, database.where);
    return {
      ok: false,
      latencyMs: latencyMs(),
      serverVersion: null,
      migration: null,
      sizeBytes: null,
      detail: message,
    };
  }
}
