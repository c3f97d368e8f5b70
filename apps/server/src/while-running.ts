import { QtwinError } from "@qtwin/core";
import type { Store } from "@qtwin/store";
import type { Home } from "./home.ts";
import { ownerOf } from "./supervisor/owner-lock.ts";

/**
 * One piece of work on the store of a data directory while its platform runs. Null: none runs, its database is away, or
 * who owns the directory does not share it: a short command, or a platform at its first start.
 */
export async function whileRunning<Result>(
  home: Home,
  log: (message: string) => void,
  work: (store: Store) => Promise<Result>,
): Promise<Result | null> {
  if (ownerOf(home) === null) return null;
  // Loaded when there is a platform: a solve without one does not wait for it.
  const [{ withStore }, { storeIsAway }] = await Promise.all([
    import("./with-store.ts"),
    import("./release.ts"),
  ]);
  try {
    return await withStore(home, log, ({ store }) => work(store));
  } catch (thrown) {
    if (storeIsAway(thrown) || isHomeInUse(thrown)) return null;
    throw thrown;
  }
}

const isHomeInUse = (thrown: unknown): boolean =>
  thrown instanceof QtwinError && thrown.code === "QT_SERVER_HOME_IN_USE";
