import { canonicalJson } from "@qtwin/core";
import { textDigest } from "./digest.ts";
import { type Measurement, qualities } from "./measurement.ts";

/**
 * Which of two values of one point counts, as a total order over content (TW21, TW23): later source time; then what
 * the server said last; then better quality; then the greater digest of the value, which is arbitrary, and the same everywhere. Only then what arose on our side:
 * earlier receipt, then the rest of the record. It never depends on the order of arrival.
 * @returns negative when `right` counts, positive when `left` does, 0 for the same record
 */
export function compareVersions(left: Measurement, right: Measurement): number {
  return (
    left.sourceTimeMs - right.sourceTimeMs ||
    left.serverTimeMs - right.serverTimeMs ||
    qualities.indexOf(right.quality) - qualities.indexOf(left.quality) ||
    valueDigest(left) - valueDigest(right) ||
    right.receivedTimeMs - left.receivedTimeMs ||
    compareText(canonicalJson(left), canonicalJson(right))
  );
}

const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** Stands for the value of a measurement where values are compared or kept once. */
export const valueDigest = (value: Pick<Measurement, "value">): number =>
  textDigest(canonicalJson(value.value));

/**
 * Identity of a delivery (TW22): two records with the same key say the same and are kept once.
 * The receipt is not part of it: the same value delivered again arrives later.
 */
export function deliveryKey(value: Measurement): string {
  return canonicalJson([value.pointId, value.sourceTimeMs, value.serverTimeMs, value.quality, value.value]);
}

/** The newest value per point over everything given; idempotent, and free of order. */
export function mergeLatest(...parts: readonly Iterable<Measurement>[]): ReadonlyMap<string, Measurement> {
  const latest = new Map<string, Measurement>();
  for (const part of parts) {
    for (const value of part) {
      const known = latest.get(value.pointId);
      if (!known || compareVersions(value, known) > 0) latest.set(value.pointId, value);
    }
  }
  return latest;
}

/** All values, one per point and source time (the one that counts), by point, then oldest first. */
export function mergeHistory(...parts: readonly Iterable<Measurement>[]): readonly Measurement[] {
  const byTime = new Map<string, Measurement>();
  for (const part of parts) {
    for (const value of part) {
      const key = `${value.sourceTimeMs} ${value.pointId}`;
      const known = byTime.get(key);
      if (!known || compareVersions(value, known) > 0) byTime.set(key, value);
    }
  }
  return [...byTime.values()].sort(
    (left, right) => compareText(left.pointId, right.pointId) || left.sourceTimeMs - right.sourceTimeMs,
  );
}
