import type { Json } from "@qtwin/core";
import type { ConfidenceReason, RawMeasurement } from "../measurement.ts";
import type { PointSpec } from "../point.ts";

/** What the rules see of one value: as sent, and in the unit of the catalogue. */
export interface Sample {
  readonly spec: PointSpec;
  readonly raw: RawMeasurement;
  /** In `spec.unit` when it could be converted. */
  readonly value: Json;
  /** The value of number points in `spec.unit`; null when it is none. */
  readonly number: number | null;
  readonly receivedTimeMs: number;
  /** Source clock minus ours; null where it was not measured. */
  readonly clockOffsetMs: number | null;
}

/** What a cleanser remembers of one point. Plain JSON, so that a restart continues where it was. */
export interface PointMemory {
  /** Newest source time seen; older values are late and do not move the memory. */
  readonly newestMs: number;
  /** Newest time the server vouched for the value. */
  readonly confirmedMs: number;
  /** Newest number that was plausible, the reference of the rate rule. */
  readonly plausible: { readonly timeMs: number; readonly value: number } | null;
  /** Since when the number has not moved by more than the dead band. */
  readonly unchanged: { readonly sinceMs: number; readonly value: number } | null;
  /** Newest plausible numbers, oldest first. */
  readonly window: readonly number[];
  /** Numbers in a row that do not fit the window but fit each other: a new level, once there are enough. */
  readonly suspects: readonly number[];
}

/** One cleansing rule: null, or why the value deserves less confidence. It never changes or drops a value. */
export type Rule = (sample: Sample, memory: PointMemory | null) => ConfidenceReason | null;

export function reason(code: string, confidence: number, sentence: string): ConfidenceReason {
  return { code, confidence: Math.round(Math.min(1, Math.max(0, confidence)) * 1000) / 1000, sentence };
}

/** A late value is older than the newest one: rules that compare with what came before do not apply to it. */
export function isLate(sample: Sample, memory: PointMemory | null): boolean {
  return memory !== null && sample.raw.sourceTimeMs < memory.newestMs;
}

/** ± in the unit, k = 2, at a value; null where the point declares none. */
export function accuracyAt(spec: PointSpec, value: number): number | null {
  if (!spec.accuracy) return null;
  return spec.accuracy.absolute + spec.accuracy.relative * Math.abs(value);
}

/** A number for a sentence: at most four significant digits, no exponent for everyday sizes. */
export function numberText(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** "40 s", "14 min", "3.5 h", "2 days": the largest unit that keeps the number above 1. */
export function durationText(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 360) / 10} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
