import { expect, test } from "vitest";
import { createCleanser } from "./cleanse.ts";
import type { Measurement, RawMeasurement } from "./measurement.ts";
import type { PointSpec } from "./point.ts";
import { pointSpec, rawMeasurement } from "./testing/samples.ts";

const start = Date.UTC(2023, 4, 8, 6);

/** Cleanses values of one point, `periodS` apart, received as they are taken. */
function cleanse(spec: PointSpec, values: readonly Partial<RawMeasurement>[]): readonly Measurement[] {
  const cleanser = createCleanser({ points: [spec] });
  return values.map((change, index) => {
    const sourceTimeMs = change.sourceTimeMs ?? start + index * spec.periodS * 1000;
    const raw = rawMeasurement({ pointId: spec.id, unit: spec.unit, ...change, sourceTimeMs });
    return cleanser.cleanse([raw], { receivedTimeMs: Math.max(sourceTimeMs, start) })[0]!;
  });
}
const codes = (value: Measurement | undefined): readonly string[] => value!.reasons.map((each) => each.code);
const numbers = (...values: readonly number[]) => values.map((value) => ({ value }));

test("TW1 nothing is dropped or changed, whatever it is", () => {
  const cleanser = createCleanser({ points: [pointSpec()] });
  const batch = [
    rawMeasurement({ pointId: "not.known" }),
    rawMeasurement({ value: null, quality: "bad", qualityCode: "BadSensorFailure" }),
    rawMeasurement({ value: "full", sourceTimeMs: start + 1 }),
    rawMeasurement({ value: 9e9, unit: "furlong", sourceTimeMs: start + 2 }),
  ];
  const found = cleanser.cleanse(batch, { receivedTimeMs: start });
  expect(found.map(({ pointId, value, unit, quality }) => ({ pointId, value, unit, quality }))).toEqual(
    batch.map(({ pointId, value, unit, quality }) => ({ pointId, value, unit, quality })),
  );
  expect(found.map(({ confidence }) => confidence)).toEqual([0, 0, 0, 0]);
});

test("TW2 confidence is the smallest over the reasons, worst first; accuracy is another thing", () => {
  const spec = pointSpec({
    range: { min: 0, max: 60 },
    accuracy: { absolute: 0.1, relative: 0.03 },
    calibrationDue: "2022-12-31",
  });
  const [value] = cleanse(spec, [{ value: 90, quality: "uncertain" }]);
  expect(value!.reasons.map((each) => [each.code, each.confidence])).toEqual([
    ["range", 0.1],
    ["quality", 0.5],
    ["calibration", 0.8],
  ]);
  expect(value).toMatchObject({ confidence: 0.1, calibration: "due" });
  expect(value!.accuracy).toBeCloseTo(2.8, 12);
});

test("TW3 the same batches from a saved state give the same measurements", () => {
  const points = [pointSpec({ accuracy: { absolute: 0.2, relative: 0 }, stuckAfterS: 60, maxRatePerS: 1 })];
  const batches = Array.from({ length: 40 }, (_, index) => [
    rawMeasurement({ value: 20 + (index % 7) * 0.1, sourceTimeMs: start + index * 10_000 }),
  ]);
  const whole = createCleanser({ points });
  const first = createCleanser({ points });
  const run = (cleanser: typeof whole, part: typeof batches) =>
    part.map((batch) => cleanser.cleanse(batch, { receivedTimeMs: batch[0]!.sourceTimeMs }));
  const expected = run(whole, batches);
  const before = run(first, batches.slice(0, 17));
  const state = JSON.parse(JSON.stringify(first.state()));
  const after = run(createCleanser({ points, state }), batches.slice(17));
  expect([...before, ...after]).toEqual(expected);
});

test("TW4 the operating mode of the asset goes with the value", () => {
  const points = [
    pointSpec({ modePoint: "air.mode" }),
    pointSpec({ id: "air.mode", kind: "state", type: "text", unit: "1" }),
  ];
  const cleanser = createCleanser({ points });
  const mode = (value: string, at: number) =>
    rawMeasurement({ pointId: "air.mode", value, unit: "1", sourceTimeMs: at });
  const flow = (at: number) => rawMeasurement({ sourceTimeMs: at });
  const found = cleanser.cleanse(
    [flow(start), mode("remote", start), flow(start + 1), mode("local", start + 2), flow(start + 3)],
    {
      receivedTimeMs: start,
    },
  );
  expect(found.filter(({ pointId }) => pointId === "air.flow").map((value) => value.mode)).toEqual([
    null,
    "remote",
    "local",
  ]);
});

test("TW5 interval kinds say which interval they cover", () => {
  const quarter = (label: "start" | "end") =>
    cleanse(pointSpec({ kind: "mean", interval: { seconds: 900, label } }), [{ value: 1 }])[0]!
      .intervalStartMs;
  expect(quarter("end")).toBe(start - 900_000);
  expect(quarter("start")).toBe(start);
});

test("TW10 quality: uncertain leaves one half, bad nothing, and the source's code is named", () => {
  const [uncertain, bad] = cleanse(pointSpec(), [
    { quality: "uncertain", qualityCode: "UncertainLastUsableValue" },
    { quality: "bad", qualityCode: "BadSensorFailure" },
  ]);
  expect(uncertain!.confidence).toBe(0.5);
  expect(bad!.confidence).toBe(0);
  expect(bad!.reasons[0]!.sentence).toBe("Flow F-102 reported bad by its source (BadSensorFailure)");
});

test("TW11 units: converted to the catalogue's; another quantity or an unknown unit is not usable and kept as sent", () => {
  const found = cleanse(pointSpec(), [
    { value: 1200, unit: "m³/h" },
    { value: 1200, unit: "kW" },
    { value: 1200, unit: "furlong" },
  ]);
  expect(found[0]).toMatchObject({ value: 20, unit: "m³/min", confidence: 1 });
  expect(found.slice(1)).toMatchObject([
    { value: 1200, unit: "kW", confidence: 0 },
    { value: 1200, unit: "furlong", confidence: 0 },
  ]);
  expect(codes(found[2])).toContain("unit");
});

test("TW12 type: no number where a number is declared", () => {
  expect(cleanse(pointSpec(), [{ value: null }, { value: "20" }, { value: Number.NaN }]).map(codes)).toEqual([
    ["type"],
    ["type"],
    ["type"],
  ]);
  expect(codes(cleanse(pointSpec({ type: "json", kind: "state" }), [{ value: null }])[0])).toEqual([]);
});

test("TW13 range: outside by more than the accuracy", () => {
  const spec = pointSpec({ range: { min: 0, max: 60 }, accuracy: { absolute: 0.5, relative: 0 } });
  const found = cleanse(spec, numbers(-0.4, 0, 60.4).concat({ value: -3 }));
  expect(found.map(codes)).toEqual([[], [], [], ["range"]]);
  expect(found[3]!.reasons[0]!.sentence).toBe("Flow F-102 at -3 m³/min is below 0, out of range");
});

test("TW14 rate: faster than it can change; the jump is no reference for what follows", () => {
  const spec = pointSpec({ periodS: 1, maxRatePerS: 2 });
  expect(cleanse(spec, numbers(20, 21, 40, 21.5)).map(codes)).toEqual([[], [], ["rate"], []]);
});

test("TW14 rate: a real step is believed once there was time for it", () => {
  const spec = pointSpec({ periodS: 1, maxRatePerS: 2 });
  expect(cleanse(spec, numbers(20, 25, 25, 25)).map(codes)).toEqual([[], ["rate"], ["rate"], []]);
});

test("TW15 stuck: unchanged for longer than declared, until it moves by more than the dead band", () => {
  const spec = pointSpec({ stuckAfterS: 30, deadBand: 0.5 });
  const found = cleanse(spec, numbers(20, 20.2, 20, 20.4, 20.1, 21));
  expect(found.map(codes)).toEqual([[], [], [], [], ["stuck"], []]);
  expect(found[4]!.reasons[0]!.sentence).toBe("Flow F-102 stuck at 20.1 m³/min for 40 s");
});

test("TW15 stuck: what is switched off may stay at the lower end of its range", () => {
  const spec = pointSpec({ stuckAfterS: 30, range: { min: 0, max: 100 } });
  expect(cleanse(spec, numbers(0, 0, 0, 0, 0, 0)).map(codes)).toEqual([[], [], [], [], [], []]);
  expect(
    cleanse(spec, numbers(7, 7, 7, 7, 7, 7))
      .map(codes)
      .at(-1),
  ).toEqual(["stuck"]);
});

test("TW16 outlier: one value alone stands out, three alike are a new level", () => {
  const spec = pointSpec({ accuracy: { absolute: 0.2, relative: 0 } });
  const calm = Array.from({ length: 20 }, (_, index) => 20 + 0.1 * (index % 3));
  const spike = cleanse(spec, numbers(...calm, 35, 20.1));
  expect(spike.map(codes).slice(-2)).toEqual([["outlier"], []]);
  const step = cleanse(spec, numbers(...calm, 35, 35.1, 35.2, 35));
  expect(step.map(codes).slice(-4)).toEqual([["outlier"], ["outlier"], [], []]);
});

test("TW16 outlier: a setpoint, which has no accuracy, may jump", () => {
  const calm = new Array<number>(20).fill(6.5);
  expect(
    cleanse(pointSpec(), numbers(...calm, 7))
      .map(codes)
      .at(-1),
  ).toEqual([]);
});

test("TW17 gap: the first value after a silence of three periods", () => {
  const at = (seconds: number) => ({ sourceTimeMs: start + seconds * 1000 });
  const found = cleanse(pointSpec(), [at(0), at(30), at(61), at(71)]);
  expect(found.map(codes)).toEqual([[], [], ["gap"], []]);
  expect(found[2]!.reasons[0]!.sentence).toBe("Flow F-102 was silent for 31 s before this value");
});

test("TW18 clock: over 2 s it is flagged, over 30 s not usable; a stamp in the future shows it too", () => {
  const judge = (offsetMs: number | null, aheadMs = 0) =>
    createCleanser({ points: [pointSpec()] }).cleanse([rawMeasurement({ sourceTimeMs: start + aheadMs })], {
      receivedTimeMs: start,
      clockOffsetMs: { opcua: offsetMs },
    })[0]!.confidence;
  expect([judge(null), judge(1_900), judge(-2_100), judge(31_000), judge(-31_000)]).toEqual([
    1, 1, 0.7, 0, 0,
  ]);
  expect([judge(null, 2_500), judge(null, 300_000)]).toEqual([0.7, 0]);
});

test("TW19 calibration: valid to the end of its day", () => {
  const spec = pointSpec({ calibrationDue: "2023-05-08" });
  const found = cleanse(spec, [{}, { sourceTimeMs: Date.UTC(2023, 4, 9) }]);
  expect(found.map((value) => value.calibration)).toEqual(["valid", "due"]);
  expect(codes(found[1])).toContain("calibration");
});

test("TW24 late values are judged for themselves and do not move what the rules remember", () => {
  const spec = pointSpec({ periodS: 1, maxRatePerS: 2 });
  const cleanser = createCleanser({ points: [spec] });
  const one = (value: number, second: number) =>
    cleanser.cleanse([rawMeasurement({ value, sourceTimeMs: start + second * 1000 })], {
      receivedTimeMs: start + 100_000,
    })[0]!;
  one(20, 0);
  one(21, 10);
  const before = cleanser.state();
  expect(codes(one(50, 5))).toEqual([]);
  expect(cleanser.state()).toEqual(before);
});
