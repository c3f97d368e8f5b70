import type { Measurement, RawMeasurement } from "../measurement.ts";
import type { PointSpec } from "../point.ts";

/** A flow meter that tests change where they care. */
export const pointSpec = (change: Partial<PointSpec> = {}): PointSpec => ({
  id: "air.flow",
  asset: "air",
  title: "Flow F-102",
  kind: "instant",
  type: "number",
  unit: "m³/min",
  periodS: 10,
  owner: "energy",
  source: { connector: "opcua", nodeId: "ns=2;s=air.flow" },
  ...change,
});

export const rawMeasurement = (change: Partial<RawMeasurement> = {}): RawMeasurement => {
  const sourceTimeMs = change.sourceTimeMs ?? Date.UTC(2023, 4, 8, 6);
  return {
    pointId: "air.flow",
    value: 20,
    unit: "m³/min",
    sourceTimeMs,
    serverTimeMs: sourceTimeMs,
    quality: "good",
    qualityCode: "Good",
    source: "opcua:ns=2;s=air.flow",
    ...change,
  };
};

export const measurement = (change: Partial<Measurement> = {}): Measurement => {
  const raw = rawMeasurement(change);
  return {
    ...raw,
    kind: "instant",
    intervalStartMs: null,
    receivedTimeMs: raw.serverTimeMs,
    confidence: 1,
    reasons: [],
    accuracy: null,
    calibration: "unknown",
    mode: null,
    ...change,
  };
};
