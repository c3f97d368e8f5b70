import { setTimeout as wait } from "node:timers/promises";
import { QtwinError } from "@qtwin/core";
import { openStore, type Store } from "@qtwin/store";
import { serverError } from "../errors.ts";

export interface LazyStore {
  /** @throws QT_SERVER_DATABASE_AWAY until it is open */
  readonly current: () => Store;
  readonly close: () => Promise<void>;
}

const retryMs = 1_000;

/**
 * Opens the store as soon as the database lets it, and tells when; an API without its database can still release the
 * plant. Errors that waiting does not cure are thrown at once.
 * @throws QT_STORE_* that are not about the database being away
 */
export async function openWhenThere(
  url: string,
  signal: AbortSignal,
  onOpen: (store: Store) => Promise<void>,
): Promise<LazyStore> {
  let store: Store | null = null;
  let reason = "not tried yet";
  const tryOnce = async (): Promise<boolean> => {
    try {
      const opened = await openStore({ url, nowMs: Date.now });
      await onOpen(opened);
      store = opened;
      return true;
    } catch (thrown) {
      const error = QtwinError.from(thrown);
      if (error.kind !== "unavailable" && error.kind !== "deadline") throw error;
      reason = error.message;
      return false;
    }
  };
  const keepTrying = async (): Promise<void> => {
    while (!signal.aborted) {
      await wait(retryMs, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted && (await tryOnce().catch(() => false))) return;
    }
  };
  const trying = (await tryOnce()) ? Promise.resolve() : keepTrying();
  return {
    current: () => {
      if (store === null) throw serverError.databaseAway(reason);
      return store;
    },
    close: async () => {
      await trying;
      await store?.close();
    },
  };
}
