import { connectorIds, loadConnector } from "@qtwin/connectors";
import type { CheckFinding, PointSpec } from "@qtwin/twin";
import { dotted } from "./json-file.ts";
import type { Site } from "./site.ts";

const finding = (
  level: CheckFinding["level"],
  where: string,
  message: string,
  fix: string,
): CheckFinding => ({
  level,
  where,
  message,
  fix,
});

/** A simulated plant names its addresses in this file when it starts; an offline check does not read it. */
const publishedAddresses = { endpointsFile: "endpoints.json" };

function pointsOf(site: Site, connectorId: string): readonly PointSpec[] {
  return site.points.filter((point) => point.source.connector === connectorId);
}

async function connectorFindings(site: Site, connectorId: string): Promise<readonly CheckFinding[]> {
  const at = `${site.file} connectors.${connectorId}`;
  const connector = await loadConnector(connectorId);
  if (connector === null)
    return [
      finding(
        "error",
        at,
        `There is no connector '${connectorId}'.`,
        `Name one of ${connectorIds.join(", ")}.`,
      ),
    ];
  const addresses = site.simulated === null ? {} : publishedAddresses;
  const parsed = connector.config.safeParse({ ...addresses, ...site.connectors[connectorId] });
  if (parsed.success) return connector.check(parsed.data, pointsOf(site, connectorId));
  return parsed.error.issues.map((issue) =>
    finding(
      "error",
      [at, dotted(issue.path)].filter((part) => part !== "").join("."),
      issue.message,
      `'packages/connectors/src/${connectorId}/README.md' lists the options.`,
    ),
  );
}

function unreadPoints(site: Site): CheckFinding[] {
  const used = new Set(site.points.map((point) => point.source.connector));
  return [...used]
    .filter((id) => site.connectors[id] === undefined)
    .map((id) =>
      finding(
        "error",
        `${site.file} connectors`,
        `${pointsOf(site, id).length} points come through '${id}', which is not configured.`,
        `Add connectors.${id}.`,
      ),
    );
}

/** A write point whose asset is in shadow mode is allowed, but nothing will ever be written to it. */
function silentWritePoints(site: Site): CheckFinding[] {
  return site.writePoints
    .filter((point) => site.assetMode(point.asset) === "shadow")
    .map((point) =>
      finding(
        "warning",
        `${site.file} policy.assetModes.${point.asset}`,
        `'${point.id}' may be written, but its asset '${point.asset}' is in shadow mode.`,
        "Raise the mode of the asset when it has its evidence, or leave the point out of writing.points.",
      ),
    );
}

/** Everything an offline look at a loaded site finds: no network. */
export async function checkSite(site: Site): Promise<readonly CheckFinding[]> {
  const byConnector = await Promise.all(
    Object.keys(site.connectors).map((connectorId) => connectorFindings(site, connectorId)),
  );
  return [...unreadPoints(site), ...byConnector.flat(), ...silentWritePoints(site)];
}
