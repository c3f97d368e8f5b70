import { pointKinds, qualities } from "@qtwin/twin";
import { z } from "zod";
import { instantMs, json, list, share } from "./basics.ts";

export const reasonSchema = z
  .object({ code: z.string(), sentence: z.string(), confidence: share })
  .meta({ id: "ConfidenceReason" });

/** The newest value of a point with everything needed to judge it. */
export const pointValueSchema = z
  .object({
    pointId: z.string(),
    value: json,
    unit: z.string(),
    sourceTimeMs: instantMs,
    receivedTimeMs: instantMs,
    quality: z.enum(qualities),
    qualityCode: z.string(),
    confidence: share,
    worstReason: reasonSchema.nullable().describe("Why confidence is below 1; null when it is 1"),
    accuracy: z.number().nullable().describe("± in the unit, k = 2"),
    calibration: z.enum(["valid", "due", "unknown"]),
    mode: z.string().nullable(),
    source: z.string(),
  })
  .meta({ id: "PointValue" });
export type PointValue = z.infer<typeof pointValueSchema>;

export const pointSchema = z
  .object({
    id: z.string(),
    asset: z.string(),
    title: z.string(),
    kind: z.enum(pointKinds),
    type: z.enum(["number", "boolean", "text", "json"]),
    unit: z.string(),
    range: z.object({ min: z.number(), max: z.number() }).nullable(),
    periodS: z.number(),
    owner: z.string(),
    connector: z.string(),
    synthetic: z.boolean().describe("The value is made up by the example plant, not measured or published"),
    latest: pointValueSchema.nullable(),
    ageMs: z.number().nullable().describe("Plant time since the source's time stamp"),
    stale: z.boolean(),
  })
  .meta({ id: "Point" });
export type PointView = z.infer<typeof pointSchema>;

/** Columns of equal length, oldest first. */
export const seriesSchema = z
  .object({
    pointId: z.string(),
    unit: z.string(),
    fromMs: instantMs,
    toMs: instantMs,
    stepMs: z.number().nullable().describe("Length of the averaging step; null for values as they came"),
    timesMs: list(z.number()),
    values: list(z.number().nullable()),
    confidence: list(share),
  })
  .meta({ id: "PointSeries" });
export type PointSeriesView = z.infer<typeof seriesSchema>;

export const seriesQuery = z.object({
  fromMs: z.coerce.number().int().exactOptional(),
  toMs: z.coerce.number().int().exactOptional(),
  maxPoints: z.coerce.number().int().min(2).max(5000).default(600),
});

export const media = ["electricity", "metal", "air", "heat", "gas", "order"] as const;

/** Assets and what flows between them. */
export const topologySchema = z
  .object({
    nodes: list(
      z.object({
        asset: z.string(),
        title: z.string(),
        column: z.number().int().describe("Place from left (supply) to right (product)"),
        row: z.number().int(),
        points: list(z.string()).describe("Ids of the points of the asset, the telling one first"),
      }),
    ),
    edges: list(
      z.object({
        from: z.string(),
        to: z.string(),
        medium: z.enum(media),
        pointId: z.string().nullable().describe("The point that measures the flow"),
      }),
    ),
  })
  .meta({ id: "Topology" });
export type Topology = z.infer<typeof topologySchema>;
