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

  /** A start under way: its server must be ended too. */
  let starting: Promise<void> | null = null;
  const startAgain = async (): Promise<void> => {
    current = await startPostgres({ homeDir: home.dir, log });
  };

  const loop = async (): Promise<void> => {
    for (let failures = 0; !stopping.signal.aborted; ) {
      await current.exited;
      if (stopping.signal.aborted) return;
      failures += 1;
      log("PostgreSQL is away; it is started again");
      await wait(restartDelayMs(failures), undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      starting = startAgain();
      await starting.then(
        () => {
          failures = 0;
        },
        (error: unknown) => log(error instanceof Error ? error.message : String(error)),
      );
      starting = null;
    }
  };
  void loop();
  return {
    url,
    stop: async () => {
      stopping.abort();
      await starting?.catch(() => undefined);
      await current.stop();
    },
  };
}
