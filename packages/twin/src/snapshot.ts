import { canonicalJson, type Json } from "@qtwin/core";
import { confidenceOf } from "./cleanse.ts";
import { staleAfterMs } from "./cleansing/gap.ts";
import { durationText, reason } from "./cleansing/rule.ts";
import { textDigest } from "./digest.ts";
import type { ConfidenceReason, Measurement, QualityGate, Snapshot, SnapshotValue } from "./measurement.ts";
import { mergeLatest } from "./merge.ts";
import type { PointSpec } from "./point.ts";

export interface SnapshotRequest {
  readonly siteId: string;
  readonly points: readonly PointSpec[];
  /** Candidates, at best `history.asOf(siteId, watermarkMs)`; values after the watermark are left out. */
  readonly values: Iterable<Measurement>;
  readonly watermarkMs: number;
  /** When it is taken, plant clock. */
  readonly takenAtMs: number;
  /** Points the caller cannot plan without. */
  readonly required: readonly string[];
  /** Least confidence of a required point; default 0.5. */
  readonly minConfidence?: number;
}

/**
 * The instant up to which every live source has delivered (TW30): the smallest over the connectors of their newest
 * source time. One silent for longer than `maxLateMs` does not hold the cut back; its values show as stale.
 */
export function watermarkOf(
  latest: Iterable<Measurement>,
  points: readonly PointSpec[],
  limits: { readonly nowMs: number; readonly maxLateMs: number },
): number {
  const connectorOf = new Map(points.map((point) => [point.id, point.source.connector]));
  const newest = new Map<string, number>();
  for (const value of latest) {
    const connector = connectorOf.get(value.pointId);
    if (connector === undefined || value.sourceTimeMs > limits.nowMs) continue;
    newest.set(connector, Math.max(newest.get(connector) ?? 0, value.sourceTimeMs));
  }
  const live = [...newest.values()].filter((timeMs) => limits.nowMs - timeMs <= limits.maxLateMs);
  return live.length === 0 ? limits.nowMs : Math.min(...live);
}

/** A consistent cut with ages, staleness, modes and its quality gate. Equal input gives an equal id. */
export function buildSnapshot(request: SnapshotRequest): Snapshot {
  const { watermarkMs, takenAtMs, siteId } = request;
  const specs = new Map(request.points.map((point) => [point.id, point]));
  const candidates = [...request.values].filter(
    (value) => specs.has(value.pointId) && value.sourceTimeMs <= watermarkMs,
  );
  const newest = mergeLatest(candidates);
  const values = new Map<string, SnapshotValue>();
  const clockLost = new Map<string, ConfidenceReason>();
  for (const spec of request.points) {
    const value = newest.get(spec.id);
    if (!value) continue;
    const lost = value.reasons.find((each) => each.code === "clock" && each.confidence === 0);
    if (lost) clockLost.set(spec.id, lost);
    else values.set(spec.id, snapshotValue(value, spec, watermarkMs, modeOf(spec, newest)));
  }
  const gate = qualityGate(request, specs, values, clockLost);
  const id = `${siteId}-${new Date(watermarkMs).toISOString().replace(/[-:.]/g, "")}-${digest(values)}`;
  return { id, siteId, watermarkMs, takenAtMs, values, gate };
}

function modeOf(spec: PointSpec, newest: ReadonlyMap<string, Measurement>): string | null {
  const mode = spec.modePoint === undefined ? undefined : newest.get(spec.modePoint)?.value;
  return typeof mode === "string" ? mode : null;
}

function snapshotValue(
  value: Measurement,
  spec: PointSpec,
  watermarkMs: number,
  mode: string | null,
): SnapshotValue {
  const stale = staleReason(value, spec, watermarkMs);
  const reasons = stale ? [...value.reasons, stale] : value.reasons;
  return {
    ...value,
    mode: value.mode ?? mode,
    ageMs: watermarkMs - value.sourceTimeMs,
    reasons: [...reasons].sort((left, right) => left.confidence - right.confidence),
    confidence: confidenceOf(reasons),
  };
}

/**
 * TW31: stale after three periods without word from the source; confidence one half there, and halved again with each
 * such time. A server that says later that an old value still stands keeps it fresh.
 */
export function staleReason(value: Measurement, spec: PointSpec, atMs: number): ConfidenceReason | null {
  // A server on another clock vouches for nothing that lies after the receipt of its word.
  const heardMs = Math.max(value.sourceTimeMs, Math.min(value.serverTimeMs, value.receivedTimeMs, atMs));
  const silentMs = atMs - heardMs;
  const limitMs = staleAfterMs(spec);
  if (silentMs <= limitMs) return null;
  return reason("stale", 0.5 ** (silentMs / limitMs), `${spec.title} stale ${durationText(silentMs)}`);
}

function qualityGate(
  request: SnapshotRequest,
  specs: ReadonlyMap<string, PointSpec>,
  values: ReadonlyMap<string, SnapshotValue>,
  clockLost: ReadonlyMap<string, ConfidenceReason>,
): QualityGate {
  const least = request.minConfidence ?? 0.5;
  const findings = request.required.flatMap((pointId) => {
    const value = values.get(pointId);
    if (value) {
      return value.confidence >= least
        ? []
        : [{ pointId, sentence: value.reasons[0]!.sentence, confidence: value.confidence }];
    }
    const title = specs.get(pointId)?.title ?? pointId;
    return [
      { pointId, sentence: clockLost.get(pointId)?.sentence ?? `${title} has no value`, confidence: 0 },
    ];
  });
  findings.sort((left, right) => left.confidence - right.confidence);
  return { passed: findings.length === 0, findings };
}

/** The worst reason under a snapshot, or under some of its points; null when nothing lowers confidence. */
export function worstReason(
  snapshot: Snapshot,
  pointIds?: readonly string[],
): { readonly pointId: string; readonly sentence: string; readonly confidence: number } | null {
  const ids = pointIds ?? [...snapshot.values.keys()];
  return ids
    .flatMap((pointId) => {
      const worst = snapshot.values.get(pointId)?.reasons[0];
      return worst ? [{ pointId, sentence: worst.sentence, confidence: worst.confidence }] : [];
    })
    .reduce<{ pointId: string; sentence: string; confidence: number } | null>(
      (worst, each) => (worst === null || each.confidence < worst.confidence ? each : worst),
      null,
    );
}

/** A snapshot as plain JSON: `values` as an array. */
export type SnapshotJson = Omit<Snapshot, "values"> & { readonly values: readonly SnapshotValue[] };

export function snapshotToJson(snapshot: Snapshot): SnapshotJson {
  return { ...snapshot, values: [...snapshot.values.values()] };
}

export function snapshotFromJson(json: SnapshotJson): Snapshot {
  return { ...json, values: new Map(json.values.map((value) => [value.pointId, value])) };
}

/** Tells two cuts at one watermark apart. */
function digest(values: ReadonlyMap<string, SnapshotValue>): string {
  const rows: Json = [...values.values()]
    .map((value) => [value.pointId, value.sourceTimeMs, value.serverTimeMs, value.quality, value.value])
    .sort((left, right) => (String(left[0]) < String(right[0]) ? -1 : 1));
  return textDigest(canonicalJson(rows)).toString(36);
}
