import { expect, test } from "vitest";
import { greatestDivisor } from "./greatest-divisor.ts";

test("the greatest number that divides both", () => {
  expect(greatestDivisor(12, 18)).toBe(6);
  expect(greatestDivisor(7, 5)).toBe(1);
  expect(greatestDivisor(0, 9)).toBe(9);
  expect(greatestDivisor(9, 0)).toBe(9);
  expect(greatestDivisor(0, 0)).toBe(0);
  expect(greatestDivisor(2 ** 52, 3 * 2 ** 40)).toBe(2 ** 40);
});
