import { type ConnectorId, loadConnector } from "@qtwin/connectors";
import { QtwinError } from "@qtwin/core";
import type { LinkStatus, OpenContext, ReadHandlers, ReadLink } from "@qtwin/twin";
import { connectorConfigInvalid, connectorNotConfigured } from "../site/errors.ts";
import { connectorConfig, type Site, type SitePaths } from "../site/index.ts";
import { dotted } from "../site/json-file.ts";
import { growingPauseMs, pause } from "./pause.ts";

export interface ReadingOptions {
  readonly site: Site;
  readonly paths: SitePaths;
  readonly connectorId: ConnectorId;
  readonly context: Omit<OpenContext, "siteId" | "points" | "pkiDir">;
  readonly handlers: ReadHandlers;
  readonly signal: AbortSignal;
  /** A link is open for the first time. */
  readonly onOpen: (link: ReadLink) => void;
}

/** Somebody was refused: only a person can change that, so there is no hurry to try again. */
const refusedPauseMs = 15_000;

/**
 * Opens a connector and keeps at it until it is open; from then on the link keeps itself. Ends with the signal.
 * @throws QT_SITE_CONNECTOR_CONFIG when the configuration is wrong: trying again cannot help
 */
export async function keepReading(options: ReadingOptions): Promise<void> {
  const { site, paths, connectorId, handlers, signal } = options;
  const connector = await loadConnector(connectorId);
  if (connector === null) throw connectorNotConfigured(site.id, connectorId);
  const parsed = connector.config.safeParse(connectorConfig(site, connectorId, paths));
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => `${dotted(issue.path)}: ${issue.message}`);
    throw connectorConfigInvalid(connectorId, issues.join("; "));
  }
  const context: OpenContext = {
    ...options.context,
    siteId: site.id,
    points: site.points,
    pkiDir: connectorId === "mqtt" ? paths.pki.mqtt : paths.pki.reader,
  };
  const sinceMs = context.clock.nowMs();
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    try {
      const link = await connector.openRead(parsed.data, context, handlers);
      options.onOpen(link);
      await untilAborted(signal);
      await link.close();
      return;
    } catch (thrown) {
      const error = QtwinError.from(thrown);
      if (error.kind === "internal") throw error;
      handlers.onStatus(failedStatus(error, sinceMs));
      await pause(error.kind === "denied" ? refusedPauseMs : growingPauseMs(attempt), signal);
    }
  }
}

const failedStatus = (error: QtwinError, sinceMs: number): LinkStatus => ({
  state: error.kind === "denied" ? "down" : "connecting",
  sinceMs,
  clockOffsetMs: null,
  detail: `${error.message} ${error.fix}`,
});

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
