import { setTimeout as wait } from "node:timers/promises";
import { type RunningPostgres, startPostgres } from "@qtwin/store";
import type { Home } from "../home.ts";
import { restartDelayMs } from "./backoff.ts";

export interface KeptDatabase {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * PostgreSQL kept running, or the one named by `QTWIN_DATABASE_URL`, which is somebody else's to keep.
 * @throws QT_STORE_*: why it cannot run
 */
export async function keepDatabase(home: Home, log: (message: string) => void): Promise<KeptDatabase> {
  const given = process.env.QTWIN_DATABASE_URL;
  if (given !== undefined && given !== "") return { url: given, stop: async () => undefined };
  const stopping = new AbortController();
  let current: RunningPostgres = await startPostgres({ homeDir: home.dir, log });
  const { url } = current;

  const loop = async (): Promise<void> => {
    for (let failures = 0; !stopping.signal.aborted; ) {
      await current.exited;
      if (stopping.signal.aborted) return;
      failures += 1;
      log("PostgreSQL is away; it is started again");
      await wait(restartDelayMs(failures), undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      try {
        current = await startPostgres({ homeDir: home.dir, log });
        failures = 0;
      } catch (error) {
        log(error instanceof Error ? error.message : String(error));
      }
    }
  };
  const done = loop();
  return {
    url,
    stop: async () => {
      stopping.abort();
      await current.stop();
      await done;
    },
  };
}
