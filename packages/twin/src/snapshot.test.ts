import { expect, test } from "vitest";
import type { Measurement } from "./measurement.ts";
import { buildSnapshot, snapshotFromJson, snapshotToJson, watermarkOf, worstReason } from "./snapshot.ts";
import { measurement, pointSpec } from "./testing/samples.ts";

const now = Date.UTC(2023, 4, 8, 6);
const minute = 60_000;
const flow = pointSpec();
const power = pointSpec({
  id: "air.power",
  title: "Compressor power",
  unit: "kW",
  source: { connector: "mqtt", topic: "t", path: "p" },
});
const mode = pointSpec({ id: "air.mode", title: "Mode", kind: "state", type: "text", unit: "1" });
const points = [{ ...flow, modePoint: "air.mode" }, power, mode];

const snapshot = (values: readonly Measurement[], required: readonly string[] = ["air.flow"]) =>
  buildSnapshot({ siteId: "foundry", points, values, watermarkMs: now, takenAtMs: now + 5, required });
const valueAt = (ageMs: number, change: Partial<Measurement> = {}) =>
  measurement({ sourceTimeMs: now - ageMs, serverTimeMs: now - ageMs, ...change });

test("TW30 the watermark is what every live source has reached; a silent one does not hold it back", () => {
  const values = [valueAt(1_000), valueAt(9_000, { pointId: "air.power" })];
  const late = [valueAt(1_000), valueAt(10 * minute, { pointId: "air.power" })];
  const limits = { nowMs: now, maxLateMs: minute };
  expect(watermarkOf(values, points, limits)).toBe(now - 9_000);
  expect(watermarkOf(late, points, limits)).toBe(now - 1_000);
  expect(watermarkOf([], points, limits)).toBe(now);
});

test("TW30 a snapshot holds the newest value at or before the watermark, and nothing after it", () => {
  const found = snapshot([
    valueAt(-1, { value: 3 }),
    valueAt(2_000, { value: 2 }),
    valueAt(4_000, { value: 1 }),
  ]);
  expect(found.values.get("air.flow")).toMatchObject({ value: 2, ageMs: 2_000, confidence: 1 });
  expect(found.gate).toEqual({ passed: true, findings: [] });
});

test("TW31 stale: after three periods one half, halved again with each further three, and said in words", () => {
  const confidence = (ageMs: number) => snapshot([valueAt(ageMs)]).values.get("air.flow")!.confidence;
  expect([confidence(30_000), confidence(30_001), confidence(60_000), confidence(90_000)]).toEqual([
    1, 0.5, 0.25, 0.125,
  ]);
  const found = snapshot([valueAt(14 * minute)]);
  expect(found.gate.findings).toEqual([
    { pointId: "air.flow", sentence: "Flow F-102 stale 14 min", confidence: 0 },
  ]);
  expect(found.gate.passed).toBe(false);
});

test("TW31 a value the server still vouches for is not stale, however old it is", () => {
  const found = snapshot([valueAt(10 * minute, { serverTimeMs: now - 1_000 })]);
  expect(found.values.get("air.flow")).toMatchObject({ confidence: 1, ageMs: 10 * minute });
});

test("TW31 a server on another clock vouches for nothing after the receipt of its word", () => {
  const found = snapshot([
    valueAt(14 * minute, { serverTimeMs: now + 9e10, receivedTimeMs: now - 14 * minute }),
  ]);
  expect(found.values.get("air.flow")!.reasons[0]!.code).toBe("stale");
});

test("TW32 the gate names each required point that is missing or doubtful, worst first", () => {
  const doubtful = valueAt(0, {
    pointId: "air.power",
    confidence: 0.3,
    reasons: [{ code: "stuck", sentence: "Compressor power stuck", confidence: 0.3 }],
  });
  const found = snapshot([doubtful], ["air.power", "air.flow"]);
  expect(found.gate.findings).toEqual([
    { pointId: "air.flow", sentence: "Flow F-102 has no value", confidence: 0 },
    { pointId: "air.power", sentence: "Compressor power stuck", confidence: 0.3 },
  ]);
  expect(worstReason(found)).toMatchObject({ pointId: "air.power", confidence: 0.3 });
});

test("TW33 a source whose clock is over 30 s off is not used", () => {
  const reasons = [
    { code: "clock", sentence: "the clock of the source of Flow F-102 is 40 s off", confidence: 0 },
  ];
  const found = snapshot([valueAt(0, { confidence: 0, reasons })]);
  expect(found.values.has("air.flow")).toBe(false);
  expect(found.gate.findings[0]!.sentence).toBe("the clock of the source of Flow F-102 is 40 s off");
});

test("TW34 the mode at the cut stands in where the value carries none", () => {
  const found = snapshot([valueAt(0), valueAt(0, { pointId: "air.mode", value: "local" })]);
  expect(found.values.get("air.flow")!.mode).toBe("local");
});

test("TW35 equal content, equal id; other content, another id; JSON and back is the same", () => {
  const first = snapshot([valueAt(0), valueAt(5, { pointId: "air.power" })]);
  expect(snapshot([valueAt(5, { pointId: "air.power" }), valueAt(0)]).id).toBe(first.id);
  expect(snapshot([valueAt(0, { value: 21 }), valueAt(5, { pointId: "air.power" })]).id).not.toBe(first.id);
  expect(first.id).toMatch(/^foundry-20230508T060000000Z-[0-9a-z]+$/);
  expect(snapshotFromJson(JSON.parse(JSON.stringify(snapshotToJson(first))))).toEqual(first);
});
