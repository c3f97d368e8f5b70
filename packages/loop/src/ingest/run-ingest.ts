import { type ConnectorId, isConnectorId } from "@qtwin/connectors";
import { QtwinError } from "@qtwin/core";
import type { Store } from "@qtwin/store";
import { createCleanser, type LinkStatus, type Measurement } from "@qtwin/twin";
import type { Log } from "../context.ts";
import { type Site, sitePaths } from "../site/index.ts";
import { type AdjustableSiteClock, openSiteClock } from "../site-clock.ts";
import { backfill } from "./backfill.ts";
import { createChangeWatch } from "./changes.ts";
import { ingestErrors } from "./errors.ts";
import { createOutbox, type Outbox } from "./outbox.ts";
import { growingPauseMs, pause } from "./pause.ts";
import { createPipeline, type IngestCounters, measurementJson, type Pipeline } from "./pipeline.ts";
import { keepReading } from "./reading.ts";

export interface IngestOptions {
  readonly site: Site;
  readonly store: Store;
  /** The data directory (`QTWIN_HOME`). */
  readonly homeDir: string;
  /** The machine's clock, UTC milliseconds. */
  readonly wallNowMs: () => number;
  /** Ends the service: what is stored is acknowledged, the rest stays with its source. */
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Default: the clock the site's plant publishes, or wall time. */
  readonly clock?: AdjustableSiteClock;
  /** Told every change of a link, for health and metrics. */
  readonly onStatus?: (connectorId: ConnectorId, status: LinkStatus) => void;
  /** Called once, with what tells how much went through. */
  readonly onStart?: (counters: () => Readonly<IngestCounters>) => void;
}

/** What a status of a link means for the loop; the parts are those of its status board. */
const partOf: Readonly<Record<ConnectorId, string>> = { opcua: "plant", mqtt: "broker" };
const stateOf: Readonly<Record<LinkStatus["state"], string>> = {
  connected: "ok",
  connecting: "degraded",
  reconnecting: "degraded",
  down: "away",
};
const flushTimeoutMs = 3_000;

/** The connectors that read at least one point of the site. */
function readingConnectors(site: Site): readonly ConnectorId[] {
  const sources = new Set<string>(site.points.map((point) => point.source.connector));
  return Object.keys(site.connectors).filter((id): id is ConnectorId => isConnectorId(id) && sources.has(id));
}

/** What the store knows of the plant, waiting for the store as long as it takes. */
async function knownValues({ store, site, signal, log }: IngestOptions): Promise<readonly Measurement[]> {
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    try {
      return [...(await store.history.latest(site.id)).values()];
    } catch (thrown) {
      const error = QtwinError.from(thrown);
      if (error.kind !== "unavailable") throw error;
      log("warn", error.message, { code: error.code, fix: error.fix });
      await pause(growingPauseMs(attempt), signal);
    }
  }
  return [];
}

/** A cleanser that goes on from what is stored: newest times, references of its rules, and modes. */
function warmCleanser(site: Site, known: readonly Measurement[], receivedTimeMs: number) {
  const cleanser = createCleanser({ points: site.points, balances: site.balances });
  cleanser.cleanse(known, { receivedTimeMs });
  return cleanser;
}

interface PipelineParts {
  readonly clock: AdjustableSiteClock;
  readonly outbox: Outbox;
  readonly statuses: ReadonlyMap<string, LinkStatus>;
  readonly known: readonly Measurement[];
  readonly signal: AbortSignal;
}

function startPipeline(options: IngestOptions, parts: PipelineParts): Pipeline {
  const { site, store, log } = options;
  const { clock, outbox, statuses, known, signal } = parts;
  const watch = createChangeWatch(site.points, known);
  return createPipeline({
    siteId: site.id,
    store,
    cleanser: warmCleanser(site, known, clock.nowMs()),
    clock,
    signal,
    clockOffsetMs: () =>
      Object.fromEntries([...statuses].map(([id, { clockOffsetMs }]) => [id, clockOffsetMs])),
    onStored: (measurements) => {
      for (const change of watch.see(measurements)) outbox.event("change", { ...change });
    },
    keepRefused: async (measurement, { code, message }) => {
      log("error", "The history refuses a value; it is kept in the audit.", { pointId: measurement.pointId });
      await store.audit.append({
        siteId: site.id,
        atMs: clock.nowMs(),
        actor: "ingest",
        action: "ingest.refused",
        subject: measurement.pointId,
        details: { measurement: measurementJson(measurement), error: { code, message } },
      });
    },
    onStoreAway: (error) =>
      log(
        error === null ? "info" : "warn",
        error === null ? "The store is back." : "The store is away: values wait, unacknowledged.",
        error === null ? {} : { code: error.code, message: error.message },
      ),
  });
}

/** Tells the store of each change of a link, once. */
function createStatusReport(options: IngestOptions, outbox: Outbox, statuses: Map<string, LinkStatus>) {
  return (connectorId: ConnectorId, status: LinkStatus): void => {
    const before = statuses.get(connectorId);
    statuses.set(connectorId, status);
    options.onStatus?.(connectorId, status);
    if (before?.state === status.state && before.detail === status.detail) return;
    const level = status.state === "connected" ? "info" : "warn";
    options.log(level, `${connectorId}: ${status.detail}`, { ...status });
    outbox.event("health", {
      ...status,
      role: "ingest",
      part: partOf[connectorId],
      link: status.state,
      state: stateOf[status.state],
    });
  };
}

/** Runs all to their end; if one fails, the others are ended too. @throws the first failure */
async function together(ending: AbortController, runs: readonly Promise<void>[]): Promise<void> {
  try {
    await Promise.all(runs);
  } finally {
    ending.abort();
    await Promise.allSettled(runs);
  }
}

/**
 * Reads the plant until the signal: opens the connectors of the site, cleanses what comes, stores it, and only then
 * lets the connector acknowledge it. Once, it also stores the four weeks before.
 * @throws QT_SITE_PLANT_NOT_READY, QT_SITE_CONNECTOR_CONFIG, QT_INGEST_NOTHING_TO_READ
 */
export async function runIngest(options: IngestOptions): Promise<void> {
  const { site, store, homeDir, log } = options;
  const ending = new AbortController();
  const signal = AbortSignal.any([options.signal, ending.signal]);
  const storing = new AbortController();
  const paths = sitePaths(homeDir, site.id);
  const clock = options.clock ?? openSiteClock(site, paths, options.wallNowMs, signal);
  const connectorIds = readingConnectors(site);
  if (connectorIds.length === 0) throw ingestErrors.nothingToRead(site.id);

  const outbox = createOutbox({ siteId: site.id, store, clock, signal: storing.signal, log });
  const statuses = new Map<string, LinkStatus>();
  const known = await knownValues(options);
  const pipeline = startPipeline(options, { clock, outbox, statuses, known, signal: storing.signal });
  options.onStart?.(pipeline.counters);
  const report = createStatusReport(options, outbox, statuses);
  let past: Promise<void> = Promise.resolve();

  const readers = connectorIds.map((connectorId) =>
    keepReading({
      site,
      paths,
      connectorId,
      context: {
        clock,
        log,
        onSecurityEvent: ({ action, subject, detail }) => outbox.audit(action, subject, { detail }),
      },
      handlers: { onBatch: pipeline.take, onStatus: (status) => report(connectorId, status) },
      signal,
      onOpen: (link) => {
        if (connectorId === "opcua")
          past = backfill({ siteId: site.id, points: site.points, link, store, clock, signal, log });
      },
    }),
  );
  const late = (): void => void setTimeout(() => storing.abort(), flushTimeoutMs).unref();
  signal.addEventListener("abort", late, { once: true });
  try {
    await together(ending, readers);
  } finally {
    await past.catch((error: unknown) =>
      log("warn", "The history was not stored.", { error: String(error) }),
    );
    await outbox.flush(flushTimeoutMs);
    storing.abort();
  }
}
