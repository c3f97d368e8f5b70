import { openStore, type Store } from "@qtwin/store";
import { serverError } from "./errors.ts";
import { type Home, makeHome } from "./home.ts";
import { readSecret } from "./secrets.ts";
import { keepDatabase } from "./supervisor/database.ts";
import { ownerOf, ownHome } from "./supervisor/owner-lock.ts";

/** Secret file with the address of the database of the running platform. */
export const databaseUrlFile = "database-url";

export interface OpenDatabase {
  readonly databaseUrl: string;
  /** Whether a platform runs on it now. */
  readonly shared: boolean;
}

export interface OpenStore extends OpenDatabase {
  readonly store: Store;
}

/**
 * The database of a data directory for one piece of work: the running platform's when there is one, else it is
 * started for it and ended after it.
 * @throws QT_SERVER_HOME_IN_USE, QT_STORE_*
 */
export async function withDatabase<Result>(
  home: Home,
  log: (message: string) => void,
  work: (open: OpenDatabase) => Promise<Result>,
): Promise<Result> {
  makeHome(home);
  const owner = ownerOf(home);
  if (owner !== null) {
    const databaseUrl = owner.siteId === "" ? null : readSecret(home, databaseUrlFile);
    if (databaseUrl === null) throw serverError.homeInUse(home.dir, owner.pid, owner.url);
    return work({ databaseUrl, shared: true });
  }
  const lock = ownHome(home, "");
  try {
    const database = await keepDatabase(home, log);
    try {
      return await work({ databaseUrl: database.url, shared: false });
    } finally {
      await database.stop();
    }
  } finally {
    lock.release();
  }
}

/**
 * The store of a data directory for one piece of work, as `withDatabase`.
 * @throws QT_SERVER_HOME_IN_USE, QT_STORE_*
 */
export const withStore = <Result>(
  home: Home,
  log: (message: string) => void,
  work: (open: OpenStore) => Promise<Result>,
): Promise<Result> =>
  withDatabase(home, log, (database) =>
    useStore(database.databaseUrl, (store) => work({ ...database, store })),
  );

/** Opens a store for one piece of work and closes it after. */
export async function useStore<Result>(
  databaseUrl: string,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const store = await openStore({ url: databaseUrl, nowMs: Date.now });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
