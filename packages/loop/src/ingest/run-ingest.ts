import type { Store } from "@qtwin/store";
import type { LinkStatus, OpenContext } from "@qtwin/twin";
import type { Site } from "../site/site.ts";

export interface IngestOptions {
  readonly site: Site;
  readonly store: Store;
  /** The data directory (`QTWIN_HOME`). */
  readonly homeDir: string;
  /** The machine's clock, UTC milliseconds. */
  readonly wallNowMs: () => number;
  /** Ends the service: what is stored is acknowledged, the rest stays with its source. */
  readonly signal: AbortSignal;
  readonly log: OpenContext["log"];
  /** Told about every change of a link, for health and metrics. */
  readonly onStatus?: (connectorId: string, status: LinkStatus) => void;
}

/** What changed in the plant that a plan depends on; the payload of the store event `trigger`. */
export type TriggerReason = "price-published" | "mode-changed" | "asset-tripped" | "order-changed";
