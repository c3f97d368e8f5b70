import type { Store } from "@qtwin/store";
import type { Log } from "./context.ts";
import type { AdjustableSiteClock } from "./site-clock.ts";
import type { Site } from "./site/index.ts";
import type { PartStatus } from "./status.ts";

export interface WorkerOptions {
  readonly site: Site;
  readonly store: Store;
  /** The data directory (`QTWIN_HOME`). */
  readonly homeDir: string;
  /** Server of the store; the workflows keep their journal there, in schema `dbos`. */
  readonly databaseUrl: string;
  /** Plant time. */
  readonly clock: AdjustableSiteClock;
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Wall seconds one solve may take; default 20. */
  readonly solveTimeS?: number;
  /** Plant minutes between planned re-plans; default 30. */
  readonly planEveryMin?: number;
}

/** What a running worker tells and can be asked. */
export interface WorkerHandle {
  readonly status: () => readonly PartStatus[];
}
