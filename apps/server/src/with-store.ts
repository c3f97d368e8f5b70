import { openStore, type Store } from "@qtwin/store";
import { serverError } from "./errors.ts";
import { type Home, makeHome } from "./home.ts";
import { readSecret } from "./secrets.ts";
import { keepDatabase } from "./supervisor/database.ts";
import { ownerOf, ownHome } from "./supervisor/owner-lock.ts";

/** Secret file with the address of the database of the running platform. */
export const databaseUrlFile = "database-url";

export interface OpenStore {
  readonly store: Store;
  readonly databaseUrl: string;
  /** Whether a platform runs on it now. */
  readonly shared: boolean;
}

/**
 * Opens the store of a data directory for one piece of work: the running platform's database when there is one, else
 * the database is started for it and ended after it.
 * @throws QT_SERVER_HOME_IN_USE, QT_STORE_*
 */
export async function withStore<Result>(
  home: Home,
  log: (message: string) => void,
  work: (open: OpenStore) => Promise<Result>,
): Promise<Result> {
  makeHome(home);
  const owner = ownerOf(home);
  if (owner !== null) {
    if (owner.siteId === "") throw serverError.homeInUse(home.dir, owner.pid, null);
    const url = readSecret(home, databaseUrlFile);
    if (url === null) throw serverError.homeInUse(home.dir, owner.pid, owner.url);
    return useStore(url, true, work);
  }
  const lock = ownHome(home, "");
  try {
    const database = await keepDatabase(home, log);
    try {
      return await useStore(database.url, false, work);
    } finally {
      await database.stop();
    }
  } finally {
    lock.release();
  }
}

/** Opens a store for one piece of work and closes it after. */
export async function useStore<Result>(
  databaseUrl: string,
  shared: boolean,
  work: (open: OpenStore) => Promise<Result>,
): Promise<Result> {
  const store = await openStore({ url: databaseUrl, nowMs: Date.now });
  try {
    return await work({ store, databaseUrl, shared });
  } finally {
    await store.close();
  }
}
