import { openSiteClock, runWorker, sitePaths, type WorkerHandle } from "@qtwin/loop";
import { openStore } from "@qtwin/store";
import { logWith } from "../log.ts";
import { beat, type RoleContext } from "./context.ts";

/** Plans, waits for approvals and writes until told to stop. */
export async function runWorkerRole(context: RoleContext): Promise<void> {
  const { site, home, databaseUrl, logger, signal } = context;
  const store = await openStore({ url: databaseUrl, nowMs: Date.now });
  let worker: WorkerHandle | null = null;
  beat(store, context, "worker", () => {
    const poor = (worker?.status() ?? []).filter((part) => part.state !== "ok");
    return {
      state: worker !== null && poor.length === 0 ? "running" : "degraded",
      detail: worker === null ? "Starting." : poor.map(({ part, detail }) => `${part}: ${detail}`).join("; "),
      links: [],
    };
  });
  try {
    await runWorker({
      site,
      store,
      homeDir: home.dir,
      databaseUrl,
      clock: openSiteClock(site, sitePaths(home.dir, site.id), Date.now, signal),
      signal,
      log: logWith(logger),
      onReady: (handle) => {
        worker = handle;
        context.onReady();
      },
    });
  } finally {
    await store.close();
  }
}
