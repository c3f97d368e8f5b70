import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { mqttConnector } from "@qtwin/connectors/mqtt";
import { startMosquitto } from "@qtwin/connectors/testing";
import { createPipeline } from "@qtwin/loop/ingest";
import { withTestStore } from "@qtwin/store/testing";
import { createCleanser } from "@qtwin/twin";
import { bareInsert } from "./ingest/bare-insert.ts";
import { type Load, pointsOf } from "./ingest/load.ts";

/** What the ingestion bench measured; `bench/REPORT.md` says how to read it. */
export interface IngestBench {
  /** Measurements from MQTT to rows on disk, a second. */
  readonly mqttToRowsPerS: number;
  readonly messagesPerS: number;
  /** The same rows inserted again without us, a second. */
  readonly bareInsertPerS: number;
  readonly ratio: number;
  /** Measurements sent minus rows found: must be 0. */
  readonly lost: number;
  readonly rows: number;
  readonly seconds: number;
}

export interface IngestBenchOptions {
  /** Measurements to send. */
  readonly rows: number;
  readonly valuesPerMessage: number;
  readonly publishers: number;
}

const meters = 200;

const said = (worker: Worker, word: string): Promise<void> =>
  new Promise((resolve, reject) => {
    worker.once("error", reject);
    worker.on("message", (message) => {
      if (message === word) resolve();
    });
  });

/**
 * Publishes to a real mosquitto at QoS 1, through the real connector, cleanser and pipeline, to rows of a real PostgreSQL
 * that are on disk before they are acknowledged; then inserts the same rows again without all that.
 */
export async function benchIngest(options: IngestBenchOptions, nowMs: () => number): Promise<IngestBench> {
  const load: Load = {
    meters,
    valuesPerMessage: options.valuesPerMessage,
    messages: Math.ceil(options.rows / options.valuesPerMessage),
    publishers: options.publishers,
    startMs: nowMs(),
  };
  const points = pointsOf(load);
  const pkiDir = await mkdtemp(join(tmpdir(), "qtwin-bench-"));
  const broker = await startMosquitto({
    config: ["max_inflight_messages 0", "max_queued_messages 0", "set_tcp_nodelay true"],
  });
  const database = await withTestStore(nowMs);
  const worker = new Worker(new URL("./ingest/publish.ts", import.meta.url), {
    workerData: { load, port: broker.port },
  });
  try {
    await said(worker, "ready");
    const seconds = await receive(load, { broker, database, worker, points, pkiDir });
    const [found] = await database.sql("select count(*)::int as rows from qtwin.history");
    const rows = Number(found!.rows);
    const bareInsertPerS = await bareInsert(database.url);
    const mqttToRowsPerS = rows / seconds;
    return {
      mqttToRowsPerS: Math.round(mqttToRowsPerS),
      messagesPerS: Math.round(load.messages / seconds),
      bareInsertPerS: Math.round(bareInsertPerS),
      ratio: Number((mqttToRowsPerS / bareInsertPerS).toFixed(3)),
      lost: load.messages * load.valuesPerMessage - rows,
      rows,
      seconds: Number(seconds.toFixed(2)),
    };
  } finally {
    await worker.terminate();
    await database.close();
    await broker.close();
    rmSync(pkiDir, { recursive: true, force: true });
  }
}

interface Parts {
  readonly broker: { readonly url: string };
  readonly database: Awaited<ReturnType<typeof withTestStore>>;
  readonly worker: Worker;
  readonly points: ReturnType<typeof pointsOf>;
  readonly pkiDir: string;
}

/** Seconds from the first publish until every measurement is stored. */
async function receive(load: Load, parts: Parts): Promise<number> {
  // The plant's time goes as fast as its messages come: its clock is right, and no value is in doubt for it.
  let plantMs = load.startMs;
  const clock = { nowMs: () => plantMs, speed: 1 };
  const expected = load.messages * load.valuesPerMessage;
  let stored = 0;
  let finish = (): void => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const pipeline = createPipeline({
    siteId: "bench",
    store: parts.database.store,
    cleanser: createCleanser({ points: parts.points }),
    clock,
    signal: new AbortController().signal,
    clockOffsetMs: () => ({}),
    onStored: (measurements) => {
      stored += measurements.length;
      if (stored >= expected) finish();
    },
    keepRefused: (_, error) => Promise.reject(error),
    onStoreAway: () => {},
  });
  const link = await mqttConnector.openRead(
    mqttConnector.config.parse({ url: parts.broker.url }),
    {
      siteId: "bench",
      clock,
      points: parts.points,
      pkiDir: parts.pkiDir,
      log: () => {},
      onSecurityEvent: () => {},
    },
    {
      onBatch: (batch) => {
        plantMs = Math.max(plantMs, batch.at(-1)!.sourceTimeMs);
        return pipeline.take(batch);
      },
      onStatus: () => {},
    },
  );
  const started = performance.now();
  parts.worker.postMessage("go");
  await finished;
  const seconds = (performance.now() - started) / 1_000;
  await link.close();
  return seconds;
}
