import { loadConnector } from "@qtwin/connectors";
import { QtwinError } from "@qtwin/core";
import { connectorConfig, readPlantEndpoints, releaseAll, type Site, sitePaths } from "@qtwin/loop";
import type { OpenContext, SiteClock, WriteLink } from "@qtwin/twin";
import type { Home } from "./home.ts";

export interface LinkOptions {
  readonly site: Site;
  readonly home: Home;
  /** Plant time. */
  readonly clock: SiteClock;
  readonly log: OpenContext["log"];
  readonly onSecurityEvent: OpenContext["onSecurityEvent"];
}

/** Where the prices of a simulated plant come from; null when it does not say. */
export function plantPriceSource(site: Site, home: Home): string | null {
  if (site.simulated === null) return null;
  try {
    return readPlantEndpoints(sitePaths(home.dir, site.id)).priceSource ?? null;
  } catch {
    return null;
  }
}

/**
 * Opens the writer's connection to the plant, straight: no database, no server.
 * @throws QT_SERVER_NO_WRITER, QT_SITE_PLANT_NOT_READY, QT_OPCUA_*: what stands between here and the plant
 */
export async function openPlantWriter({ site, home, ...context }: LinkOptions): Promise<WriteLink> {
  const paths = sitePaths(home.dir, site.id);
  const connector = await loadConnector("opcua");
  if (connector?.openWrite === undefined) throw noWriter(site);
  if (site.simulated !== null) readPlantEndpoints(paths);
  const config = connector.config.parse(connectorConfig(site, "opcua", paths));
  return connector.openWrite(config, {
    ...context,
    siteId: site.id,
    points: site.points,
    pkiDir: paths.pki.writer,
  });
}

/** Hands assets (an empty list: all) back to native control over a connection of its own. */
export async function releasePlant(options: LinkOptions, assets: readonly string[]): Promise<void> {
  const link = await openPlantWriter(options);
  try {
    await releaseAll(link, assets.length === 0 ? undefined : assets);
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
