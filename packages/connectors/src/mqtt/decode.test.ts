import type { PointSpec, RawMeasurement } from "@qtwin/twin";
import { expect, test } from "vitest";
import { createDecoder } from "./decode.ts";

const point = (id: string, type: PointSpec["type"], path: string, unit?: string): PointSpec => ({
  id,
  asset: "a",
  title: id,
  kind: "instant",
  type,
  unit: "kW",
  periodS: 1,
  owner: "energy",
  source: { connector: "mqtt", topic: "t", path, ...(unit === undefined ? {} : { unit }) },
});
const points = [point("a.power", "number", "power.active", "MW"), point("a.on", "boolean", "on")];

function decode(payload: string | Buffer, specs: readonly PointSpec[] = points, maxBytes = 1_000) {
  const into: RawMeasurement[] = [];
  const outcome = createDecoder(specs, maxBytes).decode("t", Buffer.from(payload), 99, into);
  return { outcome, into };
}

test("each point takes its path, keeps the unit as sent and the time of the source", () => {
  const { outcome, into } = decode('{"ts":5,"status":"ok","power":{"active":1.5},"on":true}');
  expect(outcome).toEqual({ kind: "measurements", count: 2, sourceTimeMs: 5 });
  expect(into[0]).toEqual({
    pointId: "a.power",
    value: 1.5,
    unit: "MW",
    sourceTimeMs: 5,
    serverTimeMs: 5,
    quality: "good",
    qualityCode: "ok",
    source: "mqtt:t#power.active",
  });
  expect(into[1]).toMatchObject({ pointId: "a.on", value: true, unit: "kW" });
});

test("a point whose field is not in this message gets nothing", () => {
  const { outcome, into } = decode('{"ts":5,"on":false}');
  expect(outcome).toMatchObject({ kind: "measurements", count: 1 });
  expect(into.map((one) => one.pointId)).toEqual(["a.on"]);
});

test("the empty path is the whole payload, also when it is not a record", () => {
  expect(decode("[1,2]", [point("a.list", "json", "")]).into[0]).toMatchObject({
    value: [1, 2],
    source: "mqtt:t",
  });
});

test.each([
  ["ok", "good"],
  ["suspect", "uncertain"],
  ["failed", "bad"],
  ["toString", "uncertain"],
  ["maintenance", "uncertain"],
] as const)("status %s is quality %s", (status, quality) => {
  expect(decode(`{"ts":5,"status":"${status}","on":true}`).into[0]).toMatchObject({
    quality,
    qualityCode: status,
  });
});

test("a time stamp may be ISO text with its offset; without one the receipt counts and the value is uncertain", () => {
  expect(decode('{"ts":"1970-01-01T01:00:05+01:00","on":true}').into[0]).toMatchObject({
    sourceTimeMs: 5_000,
  });
  for (const ts of ['"1970-01-01T00:00:05"', "null", '"soon"', "{}"])
    expect(decode(`{"ts":${ts},"on":true}`).into[0]).toMatchObject({
      sourceTimeMs: 99,
      quality: "uncertain",
      qualityCode: "no-source-time",
    });
});

test.each([
  ["{", "malformed"],
  ["", "malformed"],
  [Buffer.from([0x22, 0xff, 0x22]), "malformed"],
  [`{"on":true,"x":"${"x".repeat(1_000)}"}`, "malformed"],
  ["{}", "field-missing"],
  ["null", "field-missing"],
  ["7", "field-missing"],
])("a payload that cannot be read is a bad value of each of its points: %s", (payload, qualityCode) => {
  const { outcome, into } = decode(payload);
  expect(outcome.kind).toBe("malformed");
  expect(into.map(({ value, quality, qualityCode: code }) => ({ value, quality, code }))).toEqual([
    { value: null, quality: "bad", code: qualityCode },
    { value: null, quality: "bad", code: qualityCode },
  ]);
});

test("a value of another type is bad, the others of the message stay", () => {
  const { outcome, into } = decode('{"ts":5,"power":{"active":"1"},"on":true}');
  expect(outcome).toEqual({ kind: "malformed", reason: "'power.active' is not a number" });
  expect(into).toMatchObject([
    { pointId: "a.power", value: null, quality: "bad", qualityCode: "wrong-type" },
    { pointId: "a.on", value: true, quality: "good" },
  ]);
});

test("a failed sensor may send null: a bad value, but a message that can be read", () => {
  const failed = decode('{"ts":5,"status":"failed","power":{"active":null}}');
  expect(failed.outcome).toMatchObject({ kind: "measurements", count: 1 });
  expect(failed.into[0]).toMatchObject({ value: null, quality: "bad", qualityCode: "failed" });
  expect(decode('{"ts":5,"power":{"active":null}}').into[0]).toMatchObject({
    quality: "bad",
    qualityCode: "no-value",
  });
});

test("names every object has are not fields", () => {
  expect(decode("{}", [point("a.x", "json", "constructor")]).outcome.kind).toBe("malformed");
});

test("a topic no point reads gives nothing", () => {
  const into: RawMeasurement[] = [];
  expect(createDecoder(points, 100).decode("other", Buffer.from("{}"), 0, into)).toEqual({
    kind: "unmapped",
  });
  expect(into).toEqual([]);
});
