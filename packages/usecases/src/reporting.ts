import type { TimeGrid } from "@qtwin/core";
import type { Formats, Section } from "@qtwin/report";
import type { PastPeriod, RecordReader } from "./contract.ts";

/** A local calendar day of the plant: 23, 24 or 25 hours. */
export interface PlantDay {
  /** `2023-05-09`. */
  readonly name: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** History as a bill needs it. */
export interface PastReader extends RecordReader {
  /** Increase of a counter per step, from its readings at both ends; null where one of them is not known. */
  readonly counted: (pointId: string, grid: TimeGrid) => Promise<readonly (number | null)[]>;
}

/** Past days, and what was recorded for them. */
export interface ReportPeriod extends PastPeriod {
  /** On whole steps of the grid, oldest first, without gaps. */
  readonly days: readonly PlantDay[];
  /** Values of a plan series from the proposal that `withoutPlan` is of, whether or not it was ever in force. */
  readonly proposed: (seriesId: string) => readonly (number | null)[];
  /** Per step: no plan has been in force since its baseline was recorded, so that the plant did what it does by itself. */
  readonly untouched: readonly boolean[];
}

/** What a use case has to say about past days, in the language of the formats; what is not known is told so, never filled. */
export type Reporting<Parameters> = (
  history: PastReader,
  parameters: Parameters,
  period: ReportPeriod,
  formats: Formats,
) => Promise<readonly Section[]>;
