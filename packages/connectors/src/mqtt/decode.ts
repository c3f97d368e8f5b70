import { isUtf8 } from "node:buffer";
import type { Json } from "@qtwin/core";
import type { PointSpec, Quality, RawMeasurement } from "@qtwin/twin";

/** What one message was worth. */
export type Decoded =
  | { readonly kind: "measurements"; readonly count: number; readonly sourceTimeMs: number | null }
  /** No point reads this topic. */
  | { readonly kind: "unmapped" }
  /** The payload is not what the points need; each of them got a bad value, so that the fault is on record. */
  | { readonly kind: "malformed"; readonly reason: string };

/** Turns messages into measurements by the topics and paths of the points. */
export interface Decoder {
  /**
   * Appends the measurements of one message to `into`.
   * @param nowMs plant clock at receipt: the source time where the payload carries none
   */
  readonly decode: (topic: string, payload: Buffer, nowMs: number, into: RawMeasurement[]) => Decoded;
}

interface Field {
  readonly pointId: string;
  readonly type: PointSpec["type"];
  readonly unit: string;
  readonly source: string;
  readonly path: string;
  /** Keys of the path; empty for the whole payload. */
  readonly keys: readonly string[];
}

const qualityByStatus: Readonly<Record<string, Quality>> = {
  ok: "good",
  good: "good",
  suspect: "uncertain",
  uncertain: "uncertain",
  failed: "bad",
  bad: "bad",
};

function fieldsByTopic(points: readonly PointSpec[]): ReadonlyMap<string, readonly Field[]> {
  const byTopic = new Map<string, Field[]>();
  for (const { id, type, unit, source } of points) {
    if (source.connector !== "mqtt") continue;
    const { topic, path } = source;
    const fields = byTopic.get(topic) ?? [];
    byTopic.set(topic, fields);
    fields.push({
      pointId: id,
      type,
      unit: source.unit ?? unit,
      source: path === "" ? `mqtt:${topic}` : `mqtt:${topic}#${path}`,
      path,
      keys: path === "" ? [] : path.split("."),
    });
  }
  return byTopic;
}

function valueAt(payload: Json, keys: readonly string[]): Json | undefined {
  let value: Json | undefined = payload;
  for (const key of keys) {
    if (value === null || typeof value !== "object" || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, Json>)[key];
  }
  return value;
}

function fits(value: Json, type: PointSpec["type"]): boolean {
  if (type === "json") return true;
  if (type === "text") return typeof value === "string";
  return typeof value === type;
}

/** Milliseconds since 1970 as a number, or an ISO 8601 text with its offset. */
function sourceTime(ts: Json | undefined): number | null {
  if (typeof ts === "number" && Number.isFinite(ts)) return ts;
  if (typeof ts === "string" && /(Z|[+-]\d{2}:?\d{2})$/.test(ts)) {
    const ms = Date.parse(ts);
    return Number.isNaN(ms) ? null : ms;
  }
  return null;
}

function parse(payload: Buffer, maxPayloadBytes: number): { value: Json } | { reason: string } {
  if (payload.length > maxPayloadBytes)
    return { reason: `${payload.length} bytes are more than the ${maxPayloadBytes} allowed` };
  if (!isUtf8(payload)) return { reason: "it is not UTF-8" };
  try {
    return { value: JSON.parse(payload.toString("utf8")) as Json };
  } catch (cause) {
    return { reason: cause instanceof Error ? cause.message : String(cause) };
  }
}

function badValue(field: Field, timeMs: number, qualityCode: string): RawMeasurement {
  return {
    pointId: field.pointId,
    value: null,
    unit: field.unit,
    sourceTimeMs: timeMs,
    serverTimeMs: timeMs,
    quality: "bad",
    qualityCode,
    source: field.source,
  };
}

interface Stamp {
  readonly timeMs: number;
  readonly quality: Quality;
  readonly qualityCode: string;
}

/** Time and quality of a payload: `ts` and `status` of a record. */
function stampOf(payload: Json, nowMs: number): Stamp & { readonly sentMs: number | null } {
  const isRecord = payload !== null && typeof payload === "object" && !Array.isArray(payload);
  const record = isRecord ? (payload as Record<string, Json>) : {};
  const sentMs = sourceTime(record.ts);
  const status = typeof record.status === "string" ? record.status : "ok";
  const quality = Object.hasOwn(qualityByStatus, status) ? qualityByStatus[status]! : "uncertain";
  if (sentMs !== null) return { timeMs: sentMs, quality, qualityCode: status, sentMs };
  return {
    timeMs: nowMs,
    quality: quality === "good" ? "uncertain" : quality,
    qualityCode: quality === "good" ? "no-source-time" : status,
    sentMs,
  };
}

/** A sensor that says it has failed and sends null is no fault of the message. */
const badCode = (value: Json, { quality, qualityCode }: Stamp): string => {
  if (value !== null) return "wrong-type";
  return quality === "good" ? "no-value" : qualityCode;
};

function readFields(fields: readonly Field[], payload: Json, stamp: Stamp, into: RawMeasurement[]): string {
  let mismatch = "";
  for (const field of fields) {
    const value = valueAt(payload, field.keys);
    if (value === undefined) continue;
    if (!fits(value, field.type)) {
      if (value !== null) mismatch = `'${field.path}' is not a ${field.type}`;
      into.push(badValue(field, stamp.timeMs, badCode(value, stamp)));
      continue;
    }
    into.push({
      pointId: field.pointId,
      value,
      unit: field.unit,
      sourceTimeMs: stamp.timeMs,
      serverTimeMs: stamp.timeMs,
      quality: stamp.quality,
      qualityCode: stamp.qualityCode,
      source: field.source,
    });
  }
  return mismatch;
}

/** Creates the decoder of a site's MQTT points. */
export function createDecoder(points: readonly PointSpec[], maxPayloadBytes: number): Decoder {
  const byTopic = fieldsByTopic(points);
  return {
    decode(topic, payload, nowMs, into) {
      const fields = byTopic.get(topic);
      if (fields === undefined) return { kind: "unmapped" };
      const parsed = parse(payload, maxPayloadBytes);
      if ("reason" in parsed) {
        for (const field of fields) into.push(badValue(field, nowMs, "malformed"));
        return { kind: "malformed", reason: parsed.reason };
      }
      const before = into.length;
      const stamp = stampOf(parsed.value, nowMs);
      const mismatch = readFields(fields, parsed.value, stamp, into);
      if (mismatch !== "") return { kind: "malformed", reason: mismatch };
      const count = into.length - before;
      if (count === 0) {
        for (const field of fields) into.push(badValue(field, stamp.timeMs, "field-missing"));
        return {
          kind: "malformed",
          reason: `none of ${fields.map((field) => field.path).join(", ")} is in it`,
        };
      }
      return { kind: "measurements", count, sourceTimeMs: stamp.sentMs };
    },
  };
}
