import type { Json } from "@qtwin/core";
import { type ConfidenceReason, type Measurement, type PointKind, qualities, valueDigest } from "@qtwin/twin";
import { type Labels, storableText } from "./labels.ts";

const calibrations = ["unknown", "valid", "due"] as const;

/** A row of `qtwin.history` as it is read. */
export interface HistoryRow {
  readonly source_ms: number;
  readonly server_ms: number;
  readonly quality: number;
  readonly digest: number;
  readonly received_ms: number;
  readonly interval_start_ms: number | null;
  readonly number: number | null;
  readonly json: Json;
  readonly accuracy: number | null;
  readonly confidence: number;
  readonly calibration: number;
  readonly kind: number;
  readonly unit: number;
  readonly quality_code: number;
  readonly source: number;
  readonly mode: number | null;
  readonly reasons: readonly ConfidenceReason[] | null;
}

/** Higher is better: the order of versions within one source time. */
const qualityRank = (value: Measurement): number => qualities.length - 1 - qualities.indexOf(value.quality);

/** Columns in the order of `insertHistory`, as array literals: built by hand, which is several times faster. */
export async function historyColumns(
  batch: readonly Measurement[],
  keys: ReadonlyMap<string, number>,
  labels: Labels,
): Promise<readonly string[]> {
  const rows = batch.map((value) => ({
    value,
    key: keys.get(storableText(value.pointId))!,
    rank: qualityRank(value),
    digest: valueDigest(value),
  }));
  // One order for all writers: two that store the same rows cannot wait for each other.
  rows.sort(
    (left, right) =>
      left.key - right.key ||
      left.value.sourceTimeMs - right.value.sourceTimeMs ||
      left.value.serverTimeMs - right.value.serverTimeMs ||
      left.rank - right.rank ||
      left.digest - right.digest,
  );
  const sorted = rows.map((row) => row.value);
  const ids = await labels.idsOf(labelsOf(sorted));
  const label = (text: string): number => ids.get(storableText(text))!;
  return [
    list(rows, (row) => row.key),
    list(sorted, (value) => Math.round(value.sourceTimeMs)),
    list(sorted, (value) => Math.round(value.serverTimeMs)),
    list(rows, (row) => row.rank),
    list(rows, (row) => row.digest),
    list(sorted, (value) => Math.round(value.receivedTimeMs)),
    list(sorted, (value) => (value.intervalStartMs === null ? null : Math.round(value.intervalStartMs))),
    list(sorted, (value) => (typeof value.value === "number" ? value.value : null)),
    list(sorted, (value) => (typeof value.value === "number" ? null : quoted(JSON.stringify(value.value)))),
    list(sorted, (value) => value.accuracy),
    list(sorted, (value) => value.confidence),
    list(sorted, (value) => calibrations.indexOf(value.calibration)),
    list(sorted, (value) => label(value.kind)),
    list(sorted, (value) => label(value.unit)),
    list(sorted, (value) => label(value.qualityCode)),
    list(sorted, (value) => label(value.source)),
    list(sorted, (value) => (value.mode === null ? null : label(value.mode))),
    list(sorted, (value) => (value.reasons.length === 0 ? null : quoted(JSON.stringify(value.reasons)))),
  ];
}

function labelsOf(batch: readonly Measurement[]): ReadonlySet<string> {
  const texts = new Set<string>();
  for (const value of batch) {
    texts.add(value.kind);
    texts.add(storableText(value.unit));
    texts.add(storableText(value.qualityCode));
    texts.add(storableText(value.source));
    if (value.mode !== null) texts.add(storableText(value.mode));
  }
  return texts;
}

function list<Row>(rows: readonly Row[], item: (row: Row) => number | string | null): string {
  let text = "{";
  for (let index = 0; index < rows.length; index++) {
    if (index > 0) text += ",";
    text += item(rows[index]!) ?? "NULL";
  }
  return `${text}}`;
}

/** JSON text has no raw control characters; only these two mean something in an array literal. */
const quoted = (json: string): string => `"${json.replace(/["\\]/g, "\\$&")}"`;

/** Rows back as measurements, in the same order. */
export async function measurementsOf(
  rows: readonly (HistoryRow & { readonly point_id: string })[],
  labels: Labels,
): Promise<readonly Measurement[]> {
  const wanted = new Set(
    rows.flatMap((row) => [
      row.kind,
      row.unit,
      row.quality_code,
      row.source,
      ...(row.mode ? [row.mode] : []),
    ]),
  );
  const texts = await labels.textsOf(wanted);
  return rows.map((row) => ({
    pointId: row.point_id,
    value: row.number ?? row.json,
    unit: texts.get(row.unit)!,
    sourceTimeMs: row.source_ms,
    serverTimeMs: row.server_ms,
    quality: qualities[qualities.length - 1 - row.quality]!,
    qualityCode: texts.get(row.quality_code)!,
    source: texts.get(row.source)!,
    kind: texts.get(row.kind) as PointKind,
    intervalStartMs: row.interval_start_ms,
    receivedTimeMs: row.received_ms,
    confidence: row.confidence,
    reasons: row.reasons ?? [],
    accuracy: row.accuracy,
    calibration: calibrations[row.calibration]!,
    mode: row.mode === null ? null : texts.get(row.mode)!,
  }));
}
