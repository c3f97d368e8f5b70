import { readFileSync } from "node:fs";
import type { Json } from "@qtwin/core";
import { z } from "zod";
import { clockEpochSchema } from "./clock-epoch.ts";
import { connectorNotConfigured, plantNotReady } from "./errors.ts";
import type { SitePaths } from "./paths.ts";
import type { Site } from "./site.ts";

/** What a simulated plant says about itself when it is ready. */
const plantEndpointsSchema = z.object({
  pid: z.number().int(),
  startedAtMs: z.number(),
  opcua: z.record(z.string(), z.json()),
  mqtt: z.record(z.string(), z.json()),
  clock: clockEpochSchema,
  priceSource: z.string().optional(),
});
export type PlantEndpoints = z.infer<typeof plantEndpointsSchema>;

/**
 * Reads where a simulated plant listens.
 * @throws QT_SITE_PLANT_NOT_READY
 */
export function readPlantEndpoints(paths: Pick<SitePaths, "endpointsFile">): PlantEndpoints {
  try {
    return plantEndpointsSchema.parse(JSON.parse(readFileSync(paths.endpointsFile, "utf8")));
  } catch (cause) {
    throw plantNotReady(paths.endpointsFile, cause);
  }
}

/**
 * The configuration of one connector as the site file gives it; of a simulated plant with the file in which it says
 * where it listens, which the connector reads at each connection. The connector's own schema checks the rest.
 * @throws QT_SITE_CONNECTOR_NOT_CONFIGURED
 */
export function connectorConfig(
  site: Site,
  connectorId: "opcua" | "mqtt",
  paths: Pick<SitePaths, "endpointsFile">,
): Readonly<Record<string, Json>> {
  const own = site.connectors[connectorId];
  if (own === undefined) throw connectorNotConfigured(site.id, connectorId);
  return site.simulated === null ? own : { endpointsFile: paths.endpointsFile, ...own };
}
