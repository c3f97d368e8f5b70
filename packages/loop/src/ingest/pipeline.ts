import { type Json, QtwinError } from "@qtwin/core";
import type { Store } from "@qtwin/store";
import type { Cleanser, Measurement, RawMeasurement, SiteClock } from "@qtwin/twin";
import { ingestErrors } from "./errors.ts";
import { growingPauseMs, pause } from "./pause.ts";

export interface PipelineOptions {
  readonly siteId: string;
  readonly store: Pick<Store, "history">;
  readonly cleanser: Cleanser;
  readonly clock: SiteClock;
  readonly signal: AbortSignal;
  /** Measured offset of a connector's clock to ours, milliseconds. */
  readonly clockOffsetMs: () => Readonly<Record<string, number | null>>;
  /** Values that are stored now. */
  readonly onStored: (measurements: readonly Measurement[]) => void;
  /** A value the store refuses for what it is. It is on record there, so that it does not stop the others. */
  readonly onRefused: (measurement: Measurement, error: QtwinError) => void;
  /** The store went away, or is back (null). */
  readonly onStoreAway: (error: QtwinError | null) => void;
}

export interface IngestCounters {
  measurements: number;
  inserted: number;
  duplicates: number;
  refused: number;
}

export interface Pipeline {
  /**
   * Cleanses a batch and stores it; resolves when it is on disk. While the store is away it waits: the connector holds
   * its acknowledgement back meanwhile.
   * @throws QT_INGEST_STOPPED when the service ends before
   */
  readonly take: (batch: readonly RawMeasurement[]) => Promise<void>;
  readonly counters: () => Readonly<IngestCounters>;
}

export function createPipeline(options: PipelineOptions): Pipeline {
  const { siteId, store, cleanser, clock, signal } = options;
  const counters: IngestCounters = { measurements: 0, inserted: 0, duplicates: 0, refused: 0 };
  let away = false;

  const setAway = (error: QtwinError | null): void => {
    if (away === (error !== null)) return;
    away = error !== null;
    options.onStoreAway(error);
  };

  /** Stores, waiting for the store as long as it takes; an error that waiting cannot cure is thrown. */
  const appendOnceThere = async (batch: readonly Measurement[]): Promise<void> => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const { inserted, duplicates } = await store.history.append(siteId, batch);
        counters.inserted += inserted;
        counters.duplicates += duplicates;
        setAway(null);
        return;
      } catch (thrown) {
        const error = QtwinError.from(thrown);
        if (error.kind === "internal" || error.kind === "invalid-input") throw error;
        setAway(error);
        await pause(growingPauseMs(attempt), signal);
        if (signal.aborted) throw ingestErrors.stopped();
      }
    }
  };

  /** Halves a batch the store refuses until the value it refuses is found; all others are stored. */
  const append = async (batch: readonly Measurement[]): Promise<void> => {
    try {
      await appendOnceThere(batch);
    } catch (thrown) {
      const error = QtwinError.from(thrown);
      if (error.code === "QT_INGEST_STOPPED") throw error;
      if (batch.length === 1) {
        counters.refused += 1;
        options.onRefused(batch[0]!, error);
        return;
      }
      const half = batch.length >>> 1;
      await append(batch.slice(0, half));
      await append(batch.slice(half));
    }
  };

  return {
    counters: () => counters,
    async take(batch) {
      if (signal.aborted) throw ingestErrors.stopped();
      const measurements = cleanser.cleanse(batch, {
        receivedTimeMs: clock.nowMs(),
        clockOffsetMs: options.clockOffsetMs(),
      });
      counters.measurements += measurements.length;
      await append(measurements);
      options.onStored(measurements);
    },
  };
}

/** A measurement as the audit keeps it. */
export const measurementJson = (measurement: Measurement): Json =>
  JSON.parse(JSON.stringify(measurement)) as Json;
