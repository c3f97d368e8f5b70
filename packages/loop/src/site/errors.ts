import { QtwinError } from "@qtwin/core";
import type { CheckFinding } from "@qtwin/twin";

/** A site, or one of the files it points to, does not exist. */
export const siteNotFound = (name: string, known: readonly string[]): QtwinError =>
  new QtwinError({
    kind: "not-found",
    code: "QT_SITE_NOT_FOUND",
    message: `Site '${name}' does not exist.`,
    fix:
      known.length > 0
        ? `Name one of ${known.join(", ")}, or give the path of a site.json.`
        : "Give the path of a site.json.",
    where: name,
  });

/** A file of the site is wrong; carries the first error, names the count of the rest. */
export function siteInvalid(first: CheckFinding, moreCount: number): QtwinError {
  const more = moreCount === 0 ? "" : ` (and ${moreCount} more: 'qtwin check' lists them)`;
  return new QtwinError({
    kind: "invalid-input",
    code: "QT_SITE_INVALID",
    message: `${first.message}${more}`,
    fix: first.fix,
    where: first.where,
  });
}

/** The simulated plant has not said where it listens. */
export const plantNotReady = (file: string, cause?: unknown): QtwinError =>
  new QtwinError({
    kind: "unavailable",
    code: "QT_SITE_PLANT_NOT_READY",
    message: `The simulated plant has not written ${file}.`,
    fix: "Wait until it has started, or start it with 'qtwin serve'.",
    where: file,
    retryAfterMs: 1000,
    cause,
  });

/** The site names a connector Qtwin does not have, or not one it needs. */
export const connectorNotConfigured = (siteId: string, connectorId: string): QtwinError =>
  new QtwinError({
    kind: "invalid-input",
    code: "QT_SITE_CONNECTOR_NOT_CONFIGURED",
    message: `Site '${siteId}' does not configure the connector '${connectorId}'.`,
    fix: `Add connectors.${connectorId} to its site.json.`,
    where: `connectors.${connectorId}`,
  });

/** The configuration of a connector is not what the connector takes. */
export const connectorConfigInvalid = (connectorId: string, issues: string): QtwinError =>
  new QtwinError({
    kind: "invalid-input",
    code: "QT_SITE_CONNECTOR_CONFIG",
    message: `The configuration of the connector '${connectorId}' is wrong: ${issues}`,
    fix: `Correct connectors.${connectorId} in the site.json; 'packages/connectors/src/${connectorId}/README.md' lists its options.`,
    where: `connectors.${connectorId}`,
  });
