import type { Json } from "@qtwin/core";
import type { PointSpec, Quality, RawMeasurement } from "@qtwin/twin";
import { DataType, type DataValue, type StatusCode } from "node-opcua";

/** A point whose value comes from an OPC UA node. */
export type OpcuaPoint = PointSpec & {
  readonly source: { readonly connector: "opcua"; readonly nodeId: string };
};

export const opcuaPoints = (points: readonly PointSpec[]): readonly OpcuaPoint[] =>
  points.filter((point): point is OpcuaPoint => point.source.connector === "opcua");

/** What the server said about a point, with quality and both times kept. */
export function toMeasurement(point: OpcuaPoint, data: DataValue, nowMs: number): RawMeasurement {
  const serverTimeMs = data.serverTimestamp?.getTime() ?? data.sourceTimestamp?.getTime() ?? nowMs;
  const read = readValue(point, data);
  return {
    pointId: point.id,
    value: read.value,
    unit: point.unit,
    sourceTimeMs: data.sourceTimestamp?.getTime() ?? serverTimeMs,
    serverTimeMs,
    quality: read.readable ? qualityOf(data.statusCode) : "bad",
    qualityCode: read.readable ? data.statusCode.name : "BadDecodingError",
    source: `opcua:${point.source.nodeId}`,
  };
}

/** The two highest bits of a status code: 00 good, 01 uncertain, 10 bad. */
const qualityOf = (status: StatusCode): Quality =>
  (["good", "uncertain", "bad", "bad"] as const)[status.value >>> 30] ?? "bad";

function readValue(point: OpcuaPoint, data: DataValue): { value: Json; readable: boolean } {
  const variant = data.value;
  if (!variant || variant.dataType === DataType.Null) return { value: null, readable: true };
  const raw: unknown = variant.value;
  switch (point.type) {
    case "number":
      return typeof raw === "number" && Number.isFinite(raw)
        ? { value: raw, readable: true }
        : { value: null, readable: false };
    case "boolean":
      return typeof raw === "boolean" ? { value: raw, readable: true } : { value: null, readable: false };
    case "text":
      return typeof raw === "string" ? { value: raw, readable: true } : { value: null, readable: false };
    case "json":
      return parseJson(raw);
  }
}

function parseJson(raw: unknown): { value: Json; readable: boolean } {
  if (raw === null || raw === "") return { value: null, readable: true };
  try {
    return { value: JSON.parse(String(raw)) as Json, readable: true };
  } catch {
    return { value: null, readable: false };
  }
}
