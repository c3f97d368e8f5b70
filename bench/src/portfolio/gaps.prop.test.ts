import fc from "fast-check";
import { expect, test } from "vitest";
import { gapPct, largestOf, meanOf } from "./gaps.ts";

test("worse is above 0, whatever the sense and the sign", () => {
  expect(gapPct("minimize", 110, 100)).toBe(10);
  expect(gapPct("minimize", 90, 100)).toBe(-10);
  expect(gapPct("maximize", 90, 100)).toBe(10);
  expect(gapPct("minimize", -90, -100)).toBe(10);
  expect(gapPct("maximize", -110, -100)).toBe(10);
});

test("of 0 the distance itself counts", () => {
  expect(gapPct("minimize", 0, 0)).toBe(0);
  expect(gapPct("minimize", 2, 0)).toBe(200);
});

test("sums of decimal fractions differ by rounding only", () => {
  expect(gapPct("maximize", 0.1 + 0.2, 0.3)).toBe(0);
  expect(gapPct("maximize", 3905.7, 3905.6999999999994)).toBe(0);
  expect(gapPct("minimize", 766_330, 766_329)).toBeGreaterThan(0);
});

test("the gap says by how much the objective differs", () => {
  const whole = fc.integer({ min: -1_000_000, max: 1_000_000 });
  fc.assert(
    fc.property(whole, whole, (objective, reference) => {
      const gap = gapPct("minimize", objective, reference);
      // Relative: a product and a quotient.
      expect(reference + (gap / 100) * (Math.abs(reference) || 1)).toBeCloseTo(objective, 6);
      expect(gapPct("maximize", -objective, -reference)).toBeCloseTo(gap, 9);
    }),
  );
});

test("means and largest of nothing are nothing", () => {
  expect([meanOf([]), largestOf([])]).toEqual([null, null]);
  expect([meanOf([1, 3]), largestOf([1, 3, -5])]).toEqual([2, 3]);
});
