import { loadConnector } from "@qtwin/connectors";
import { QtwinError } from "@qtwin/core";
import {
  type AdjustableSiteClock,
  connectorConfig,
  createSiteClock,
  readPlantEndpoints,
  type Site,
  sitePaths,
} from "@qtwin/loop";
import type { OpenContext, WriteLink } from "@qtwin/twin";
import type { Home } from "./home.ts";

export interface LinkOptions {
  readonly site: Site;
  readonly home: Home;
  /** Wall clock. */
  readonly nowMs: () => number;
  readonly log: OpenContext["log"];
  readonly onSecurityEvent: OpenContext["onSecurityEvent"];
}

/** Plant time of a site; a simulated plant's is read from where it publishes it, at start and when it changes. */
export function siteClock(site: Site, home: Home, nowMs: () => number): AdjustableSiteClock {
  const clock = createSiteClock(nowMs);
  if (site.simulated !== null) followPlantClock(site, home, clock);
  return clock;
}

/** Takes the published clock over when its file has changed. @returns whether there is one */
export function followPlantClock(site: Site, home: Home, clock: AdjustableSiteClock): boolean {
  try {
    clock.adjust(readPlantEndpoints(sitePaths(home.dir, site.id)).clock);
    return true;
  } catch {
    return false;
  }
}

/** Where the prices of a simulated plant come from; null when it does not say. */
export function plantPriceSource(site: Site, home: Home): string | null {
  try {
    return readPlantEndpoints(sitePaths(home.dir, site.id)).priceSource ?? null;
  } catch {
    return null;
  }
}

/**
 * Opens the writer's connection to the plant, straight: no database, no server.
 * @throws QT_LOOP_* , QT_OPCUA_* and QT_SITE_*: what stands between here and the plant
 */
export async function openPlantWriter(options: LinkOptions): Promise<WriteLink> {
  const { site, home } = options;
  const paths = sitePaths(home.dir, site.id);
  const connector = await loadConnector("opcua");
  if (connector?.openWrite === undefined) throw noWriter(site);
  const config = connector.config.parse(connectorConfig(site, "opcua", paths));
  return connector.openWrite(config, {
    siteId: site.id,
    clock: siteClock(site, home, options.nowMs),
    points: site.points,
    pkiDir: paths.pki.writer,
    log: options.log,
    onSecurityEvent: options.onSecurityEvent,
  });
}

/** Hands assets (an empty list: all) back to native control over a connection of its own. */
export async function releasePlant(options: LinkOptions, assets: readonly string[]): Promise<void> {
  const link = await openPlantWriter(options);
  try {
    await (assets.length === 0 ? link.release() : link.release(assets));
  } finally {
    await link.close();
  }
}

const noWriter = (site: Site): QtwinError =>
  new QtwinError({
    kind: "invalid-input",
    code: "QT_SERVER_NO_WRITER",
    message: `Site '${site.id}' has no connector that can write.`,
    fix: "Configure connectors.opcua in its site file.",
    where: "connectors",
  });
