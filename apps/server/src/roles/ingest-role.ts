import type { LinkView } from "@qtwin/api";
import { runIngest } from "@qtwin/loop";
import { openStore } from "@qtwin/store";
import { logWith } from "../log.ts";
import { beat, linkView, type RoleContext } from "./context.ts";

/** Reads the plant into the store until told to stop. */
export async function runIngestRole(context: RoleContext): Promise<void> {
  const { site, home, databaseUrl, logger, signal } = context;
  const store = await openStore({ url: databaseUrl, nowMs: Date.now });
  const links = new Map<string, LinkView>();
  beat(store, context, "ingest", () => {
    const away = [...links.values()].filter((link) => link.state !== "connected");
    return {
      state: links.size > 0 && away.length === 0 ? "running" : "degraded",
      detail: away.map((link) => `${link.connector} ${link.state}: ${link.detail}`).join("; "),
      links: [...links.values()],
    };
  });
  context.onReady();
  try {
    await runIngest({
      site,
      store,
      homeDir: home.dir,
      wallNowMs: Date.now,
      signal,
      log: logWith(logger),
      onStatus: (connector, status) => links.set(connector, linkView(connector, status)),
    });
  } finally {
    await store.close();
  }
}
