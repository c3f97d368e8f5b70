import type { TimeGrid } from "@qtwin/core";
import type { HistoryReader, Plan, RecordReader } from "./contract.ts";

/** What the meters will say the rest of the local day costs under a plan: median and 80 % band, EUR. */
export interface CostBand {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly p10Eur: number;
  readonly p50Eur: number;
  readonly p90Eur: number;
  /** What its errors depend on, and what they are counted in. */
  readonly kind: string;
  readonly halfBandEur: number;
}

/** A series of a plan that carries a learnt band, and what its errors depend on. */
export interface BandedSeries {
  readonly id: string;
  /** Per step: steps of the same kind err alike. */
  readonly kinds: readonly string[];
  /** The value cannot lie outside. */
  readonly min: number;
  readonly max: number;
}

/** What came, by id of a series, one value per step of a grid; null where it is not known. */
export type Came = ReadonlyMap<string, readonly (number | null)[]>;

/** Which series of plans are held against what came, so that bands are learnt and their coverage is known. */
export interface Banding<Parameters> {
  readonly series: (plan: Plan, parameters: Parameters) => readonly BandedSeries[];
  /** By the meters, on a grid that is over. */
  readonly came: (history: HistoryReader, parameters: Parameters, grid: TimeGrid) => Promise<Came>;
  /** Cost of a past stretch by the meters, as `CostBand` counts it; null where they do not tell. */
  readonly costCame: (
    history: RecordReader,
    parameters: Parameters,
    fromMs: number,
    untilMs: number,
  ) => Promise<number | null>;
}
