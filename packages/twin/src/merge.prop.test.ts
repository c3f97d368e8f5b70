import fc from "fast-check";
import { expect, test } from "vitest";
import { type Measurement, qualities } from "./measurement.ts";
import { compareVersions, deliveryKey, mergeHistory, mergeLatest } from "./merge.ts";
import { measurement } from "./testing/samples.ts";

/** Few points, times and values, so that collisions of every kind are common. */
const delivery = fc
  .record({
    pointId: fc.constantFrom("a.x", "a.y"),
    sourceTimeMs: fc.integer({ min: 0, max: 3 }),
    serverTimeMs: fc.integer({ min: 0, max: 3 }),
    receivedTimeMs: fc.integer({ min: 0, max: 3 }),
    value: fc.constantFrom(1, 2, "on", null),
    quality: fc.constantFrom(...qualities),
  })
  .map((change): Measurement => measurement(change));
const deliveries = fc.array(delivery, { maxLength: 30 });
const shuffled = deliveries.chain((list) =>
  fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
);

test("TW21 merging is free of order: any order of arrival gives the same history and latest values", () => {
  fc.assert(
    fc.property(shuffled, ([list, other]) => {
      expect(mergeHistory(other)).toEqual(mergeHistory(list));
      expect(new Map([...mergeLatest(other)].sort())).toEqual(new Map([...mergeLatest(list)].sort()));
    }),
  );
});

test("TW21 merging is idempotent and may be done in parts", () => {
  fc.assert(
    fc.property(deliveries, deliveries, (left, right) => {
      const whole = mergeHistory(left, right);
      expect(mergeHistory(whole, left, right, left)).toEqual(whole);
      expect(mergeHistory(mergeHistory(left), mergeHistory(right))).toEqual(whole);
      expect(mergeLatest(mergeLatest(left).values(), right)).toEqual(mergeLatest(left, right));
    }),
  );
});

test("TW21 one value per point and source time counts, and it is one that was delivered", () => {
  fc.assert(
    fc.property(deliveries, (list) => {
      const merged = mergeHistory(list);
      const places = merged.map((value) => `${value.pointId} ${value.sourceTimeMs}`);
      expect(new Set(places).size).toBe(places.length);
      expect(new Set(list.map((value) => `${value.pointId} ${value.sourceTimeMs}`)).size).toBe(places.length);
      expect(merged.every((value) => list.includes(value))).toBe(true);
    }),
  );
});

test("TW22 the receipt is no part of what a delivery says", () => {
  fc.assert(
    fc.property(delivery, fc.integer(), (value, receivedTimeMs) => {
      expect(deliveryKey({ ...value, receivedTimeMs })).toBe(deliveryKey(value));
    }),
  );
});

test("TW23 versions are in a total order", () => {
  fc.assert(
    fc.property(delivery, delivery, delivery, (a, b, c) => {
      expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) || 0);
      if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) {
        expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
      }
    }),
  );
});
