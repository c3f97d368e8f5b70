import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { toStoreError } from "./database-error.ts";
import { storeErrors } from "./errors.ts";
import { openPool } from "./pool.ts";
import type { Tables } from "./tables.ts";

/** What the repositories work with. */
export interface Database {
  readonly pool: pg.Pool;
  readonly query: Kysely<Tables>;
  readonly url: string;
  /** Host, port and database; never a password. */
  readonly where: string;
  readonly nowMs: () => number;
  /** A client with the settings of the pool, for LISTEN. */
  readonly newClient: () => pg.Client;
}

const typeIds = { date: 1082, int8: 20 };

/** Instants and digests fit a number exactly; a date stays the text it is. */
function parserOf(id: number, format?: "text" | "binary"): (text: string) => unknown {
  if (id === typeIds.int8) return Number;
  if (id === typeIds.date) return (text) => text;
  return pg.types.getTypeParser(id, format as "text") as (text: string) => unknown;
}

/** @throws QT_STORE_BAD_URL */
export function openDatabase(url: string, nowMs: () => number, maxConnections: number): Database {
  const where = placeOf(url);
  const config: pg.ClientConfig = {
    connectionString: url,
    application_name: "qtwin",
    connectionTimeoutMillis: 5_000,
    statement_timeout: 120_000,
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
    types: { getTypeParser: parserOf as never },
  };
  const pool = openPool({ ...config, max: maxConnections, idleTimeoutMillis: 30_000 });
  const query = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }).withSchema("qtwin");
  return { pool, query, url, where, nowMs, newClient: () => new pg.Client(config) };
}

function placeOf(url: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw storeErrors.badUrl("it is no URL.");
  }
  if (!/^postgres(ql)?:$/.test(parsed.protocol))
    throw storeErrors.badUrl(`it starts with '${parsed.protocol}'.`);
  if (parsed.pathname.length < 2) throw storeErrors.badUrl("it names no database.");
  return `${parsed.host}${parsed.pathname}`;
}

type AnyFunction = (...args: never[]) => unknown;

/** Every function of a repository, with what the database throws turned into errors of the catalogue. */
export function guarded<Repository extends object>(repository: Repository, where: string): Repository {
  const guard =
    (method: AnyFunction): AnyFunction =>
    (...args) => {
      const result = method(...args);
      if (!(result instanceof Promise)) return result;
      return result.catch((thrown: unknown) => {
        throw toStoreError(thrown, where);
      });
    };
  return Object.fromEntries(
    Object.entries(repository).map(([name, method]) => [name, guard(method as AnyFunction)]),
  ) as Repository;
}
