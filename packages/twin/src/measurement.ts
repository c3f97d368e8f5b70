import type { Json } from "@qtwin/core";
import type { PointKind } from "./point.ts";

export const qualities = ["good", "uncertain", "bad"] as const;
export type Quality = (typeof qualities)[number];

/** Why confidence is below 1. */
export interface ConfidenceReason {
  /** For example `stale`, `range`, `rate`, `stuck`, `outlier`, `gap`, `balance`, `quality`, `clock`, `calibration`. */
  readonly code: string;
  /** For example "flow F-102 stale 14 min". */
  readonly sentence: string;
  /** Confidence this reason alone would leave, 0 … 1. */
  readonly confidence: number;
}

/** What a connector hands over: exactly what the source said, plus when it arrived. */
export interface RawMeasurement {
  readonly pointId: string;
  readonly value: Json;
  /** Unit of the value as sent. */
  readonly unit: string;
  /** Time at the source, plant clock, UTC milliseconds. */
  readonly sourceTimeMs: number;
  /** Time at the server that passed it on; equal to the source time where there is none. */
  readonly serverTimeMs: number;
  readonly quality: Quality;
  /** The protocol's own code, for example `Good`, `UncertainLastUsableValue`, `BadSensorFailure`. */
  readonly qualityCode: string;
  /** `connector:address`, for example `opcua:ns=1;s=battery.socPct`. */
  readonly source: string;
}

/** A value as the twin holds it. Uncertainty (`accuracy`) and confidence are two things; neither scales the other. */
export interface Measurement extends RawMeasurement {
  readonly kind: PointKind;
  /** Interval the value covers, for mean, minimum, maximum and counter kinds. */
  readonly intervalStartMs: number | null;
  /** When Qtwin took it in, plant clock. */
  readonly receivedTimeMs: number;
  /** Probability that the value is usable, 0 … 1: the smallest over `reasons`, 1 without any. */
  readonly confidence: number;
  readonly reasons: readonly ConfidenceReason[];
  /** ± in the unit, k = 2; null where not declared. */
  readonly accuracy: number | null;
  readonly calibration: "valid" | "due" | "unknown";
  /** Operating mode of the asset when the value was taken; null where not known. */
  readonly mode: string | null;
}

/** A consistent cut through the twin: for each point the newest value at or before the watermark. */
export interface Snapshot {
  readonly id: string;
  readonly siteId: string;
  /** Every value is at or before this instant (source time, plant clock). */
  readonly watermarkMs: number;
  readonly takenAtMs: number;
  readonly values: ReadonlyMap<string, SnapshotValue>;
  readonly gate: QualityGate;
}

export interface SnapshotValue extends Measurement {
  /** Watermark minus source time. */
  readonly ageMs: number;
}

/** Whether the snapshot may be planned on, and why not. */
export interface QualityGate {
  readonly passed: boolean;
  /** Worst first. */
  readonly findings: readonly {
    readonly pointId: string;
    readonly sentence: string;
    readonly confidence: number;
  }[];
}
