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
  /** Keeps a value that the history refuses for what it is elsewhere, so that it does not stop the others. */
  readonly keepRefused: (measurement: Measurement, error: QtwinError) => Promise<void>;
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

  /** Does it again and again while the store is away; throws only what waiting cannot cure. */
  const insist = async <T>(action: () => Promise<T>): Promise<T> => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const result = await action();
        setAway(null);
        return result;
      } catch (thrown) {
        const error = QtwinError.from(thrown);
        if (isAboutData(error)) throw error;
        setAway(error);
        await pause(growingPauseMs(attempt), signal);
        if (signal.aborted) throw ingestErrors.stopped();
      }
    }
  };

  /** Halves a batch the store refuses until the value it refuses is found; all others are stored. */
  const append = async (batch: readonly Measurement[]): Promise<void> => {
    try {
      const { inserted, duplicates } = await insist(() => store.history.append(siteId, batch));
      counters.inserted += inserted;
      counters.duplicates += duplicates;
    } catch (thrown) {
      const error = QtwinError.from(thrown);
      if (!isAboutData(error)) throw error;
      if (batch.length > 1) {
        const half = batch.length >>> 1;
        await append(batch.slice(0, half));
        await append(batch.slice(half));
        return;
      }
      await insist(() => options.keepRefused(batch[0]!, error));
      counters.refused += 1;
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

/** SQLSTATE of errors that lie in the data: wrong values, broken constraints, limits exceeded. */
const dataStates = /^(22|23|54)/;

/** Whether the store refuses a batch for what is in it: the only error that waiting cannot cure. */
function isAboutData(error: QtwinError): boolean {
  const { cause } = error;
  const state = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : undefined;
  return error.kind === "invalid-input" || (typeof state === "string" && dataStates.test(state));
}

/** A measurement as the audit keeps it. */
export const measurementJson = (measurement: Measurement): Json =>
  JSON.parse(JSON.stringify(measurement)) as Json;
