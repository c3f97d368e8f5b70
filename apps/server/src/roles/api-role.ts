import { resolve } from "node:path";
import { decisionKey, openSiteClock, sitePaths } from "@qtwin/loop";
import type { AuditEvent, Store } from "@qtwin/store";
import packageJson from "../../package.json" with { type: "json" };
import { buildApp } from "../api/app.ts";
import type { ApiDeps } from "../api/context.ts";
import { createHealthBoard } from "../api/health-board.ts";
import { loadTopology } from "../api/topology.ts";
import { listenFailure } from "../errors.ts";
import { logWith } from "../log.ts";
import { type LinkOptions, plantPriceSource } from "../plant-link.ts";
import { takeOverEvidence } from "../record-evidence.ts";
import { type Backlog, openBacklog, storeIsAway } from "../release.ts";
import { keepReleaseLink } from "../release-link.ts";
import { signingKey } from "../secrets.ts";
import type { RoleContext } from "./context.ts";
import { every } from "./every.ts";
import { openWhenThere } from "./lazy-store.ts";

const dashboardDir = resolve(import.meta.dirname, "../../../dashboard/dist");
const drainMs = 1_000;
const pruneMs = 600_000;
const eventsKeptMs = 24 * 3_600_000;

/** Into the audit log, or into the backlog while the database is away. */
async function auditOrKeep(store: () => Store, backlog: Backlog, event: AuditEvent): Promise<boolean> {
  try {
    await store().audit.append(event);
    return true;
  } catch (thrown) {
    if (!storeIsAway(thrown)) throw thrown;
    backlog.keep({ kind: "audit", event });
    return false;
  }
}

/**
 * Answers people and programs until told to stop; without the database it still releases the plant.
 * @throws QT_SERVER_PORT_IN_USE, QT_SERVER_SECRET_*, QT_STORE_*
 */
export async function runApiRole(context: RoleContext, port: number): Promise<void> {
  const { site, home, databaseUrl, logger, signal } = context;
  const health = createHealthBoard(Date.now);
  const backlog = openBacklog(home, "api");
  let onStoreEvent: Parameters<Store["events"]["listen"]>[0] = () => undefined;
  const lazy = await openWhenThere(databaseUrl, signal, async (store) => {
    await store.events.listen((event) => onStoreEvent(event), { siteId: site.id });
  });
  const audit = (event: AuditEvent): Promise<boolean> => auditOrKeep(lazy.current, backlog, event);
  const clock = openSiteClock(site, sitePaths(home.dir, site.id), Date.now, signal);
  const link: LinkOptions = {
    site,
    home,
    clock,
    log: logWith(logger),
    onSecurityEvent: ({ action, subject, detail }) =>
      void audit({
        siteId: site.id,
        atMs: Date.now(),
        actor: "server",
        action,
        subject,
        details: { detail },
      }),
  };
  const releaseLink = keepReleaseLink(link, signal);
  const deps: ApiDeps = {
    site,
    topology: loadTopology(site),
    store: lazy.current,
    clock,
    priceSource: () => plantPriceSource(site, home),
    wallNowMs: Date.now,
    sessionKey: signingKey(home, "session.key"),
    decisionKey: decisionKey(home.dir),
    release: releaseLink.release,
    health,
    audit,
    version: packageJson.version,
  };
  const allowedHosts = (process.env.QTWIN_ALLOWED_HOSTS ?? "").split(",").filter((host) => host !== "");
  const app = await buildApp(deps, { dashboardDir, allowedHosts, backlog, logger });
  onStoreEvent = app.events.onStoreEvent;
  every(drainMs, signal, async () => backlog.length() > 0 && backlog.drain(lazy.current()));
  const warn = (message: string): void => logger.warn(message);
  every(drainMs, signal, () => takeOverEvidence(home, lazy.current(), warn));
  every(pruneMs, signal, () => lazy.current().events.prune(Date.now() - eventsKeptMs));
  try {
    await app.http.listen({ port, host: process.env.QTWIN_HOST ?? "127.0.0.1" });
  } catch (thrown) {
    await lazy.close();
    throw listenFailure(thrown, port);
  }
  context.onReady();
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  await app.http.close();
  await Promise.all([releaseLink.close(), lazy.close()]);
}
