import type { TimeGrid } from "@qtwin/core";
import type { Measurement, PointSpec, Snapshot } from "@qtwin/twin";

export interface AppendResult {
  /** New rows. */
  readonly inserted: number;
  /** Rows already there, word for word. */
  readonly duplicates: number;
}

/** What `means` must know of a point. */
export type SeriesPoint = Pick<PointSpec, "id" | "kind" | "periodS" | "rollover">;

/** The append-only history of the twin, and its newest values. Times are plant clock. */
export interface HistoryStore {
  /**
   * Stores a batch in one transaction; when the promise resolves it is on disk. Any order, any number of times: the
   * result is the same (docs/spec/twin.md, TW21 …).
   */
  readonly append: (siteId: string, batch: readonly Measurement[]) => Promise<AppendResult>;
  /** Newest value per point, by source time. */
  readonly latest: (siteId: string) => Promise<ReadonlyMap<string, Measurement>>;
  /** Newest value per point at or before an instant: what a snapshot is built from. */
  readonly asOf: (siteId: string, watermarkMs: number) => Promise<ReadonlyMap<string, Measurement>>;
  /** Values of a point in [fromMs, toMs), oldest first, one per source time; at most `limit` (default 100,000). */
  readonly series: (
    siteId: string,
    pointId: string,
    fromMs: number,
    toMs: number,
    limit?: number,
  ) => Promise<readonly Measurement[]>;
  /** Time-weighted mean per step (counters: increase per hour), null where nothing usable is known. */
  readonly means: (siteId: string, point: SeriesPoint, grid: TimeGrid) => Promise<readonly (number | null)[]>;
  /** Increase of a counter per step from its readings at both ends; null where one of them is not known. */
  readonly counted: (
    siteId: string,
    point: SeriesPoint,
    grid: TimeGrid,
  ) => Promise<readonly (number | null)[]>;
  /** History of a site by point id: the `PastReader` of use cases. @throws QT_STORE_UNKNOWN_POINT */
  readonly reader: (siteId: string, points: readonly PointSpec[]) => SiteHistory;
}

/** What `reader` gives. */
export interface SiteHistory {
  readonly means: (pointId: string, grid: TimeGrid) => Promise<readonly (number | null)[]>;
  readonly counted: (pointId: string, grid: TimeGrid) => Promise<readonly (number | null)[]>;
  /** Values of good quality in [fromMs, untilMs), oldest first. */
  readonly values: (
    pointId: string,
    fromMs: number,
    untilMs: number,
  ) => Promise<readonly { readonly atMs: number; readonly value: unknown }[]>;
}

export interface SnapshotStore {
  /** Idempotent by id. */
  readonly put: (snapshot: Snapshot) => Promise<void>;
  readonly get: (id: string) => Promise<Snapshot | null>;
}
