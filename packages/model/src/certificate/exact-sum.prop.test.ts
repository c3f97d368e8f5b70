import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ExactSum } from "./exact-sum.ts";

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e100, max: 1e100 });

test("a sum in any order and grouping is the same, and taking everything away leaves nothing", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(finite, finite), { maxLength: 12 }), (terms) => {
      const forth = new ExactSum();
      const back = new ExactSum();
      for (const [a, b] of terms) forth.add(a, b);
      for (const [a, b] of [...terms].reverse()) back.add(b, a);
      expect(forth.value).toBe(back.value);
      for (const [a, b] of terms) forth.add(-1, a, b);
      expect(forth.minus(0)).toBe(0);
    }),
  );
});

test("sums that doubles round are told apart from what they round to", () => {
  expect(0.1 + 0.2 - 0.3).not.toBe(0);
  const tenth = new ExactSum().add(0.1).add(0.2);
  expect(tenth.minus(0.1 + 0.2)).not.toBe(0);
  expect(tenth.value).toBeCloseTo(0.3, 15);
  const large = new ExactSum().add(2 ** 53).add(1);
  expect(large.minus(2 ** 53)).toBe(1);
  expect(new ExactSum().add(1e16).add(1).add(-1e16).value).toBe(1);
  expect(new ExactSum().add(3, 7, -2).value).toBe(-42);
});

test("whole numbers agree with bigints", () => {
  const whole = fc.maxSafeInteger();
  fc.assert(
    fc.property(fc.array(fc.tuple(whole, whole), { maxLength: 8 }), whole, (terms, other) => {
      const sum = new ExactSum();
      let expected = 0n;
      for (const [a, b] of terms) {
        sum.add(a, b);
        expected += BigInt(a) * BigInt(b);
      }
      expect(sum.minus(other)).toBe(Number(expected - BigInt(other)));
    }),
  );
});

test("what is far below the other terms, or below the smallest double, is still not nothing", () => {
  const tiny = new ExactSum().add(2 ** -500).add(2 ** -750, 2 ** -750);
  expect(tiny.value).toBe(2 ** -500);
  expect(tiny.minus(2 ** -500)).toBe(Number.MIN_VALUE);
  expect(new ExactSum().add(-(2 ** -750), 2 ** -750).value).toBe(-Number.MIN_VALUE);
  expect(new ExactSum().add(2 ** -600, 2 ** -470, 3).value).toBe(3 * 2 ** -1070);
  expect(new ExactSum().add(1e300).add(1e-300).add(-1e300).value).toBe(1e-300);
  expect(new ExactSum().add(-1.5e308).add(1e-300).value).toBe(-1.5e308);
});
