import { expect, test } from "vitest";
import { scaleExactly } from "./exact-scaling.ts";

test("decimals count as what they show, and the common divisor goes", () => {
  expect(scaleExactly([0.2, 0.4], -Infinity, 0.7, "load")).toEqual({
    values: Float64Array.of(1, 2),
    lower: -Infinity,
    upper: 3,
    scale: 5,
  });
  expect(scaleExactly([0.1, -0.25], -0.3, 0.3, "load")).toEqual({
    values: Float64Array.of(2, -5),
    lower: -6,
    upper: 6,
    scale: 20,
  });
});

test("bounds are rounded to the inside, on both sides of zero", () => {
  const { lower, upper } = scaleExactly([32], -33, 95, "row");
  expect([lower, upper]).toEqual([-1, 2]);
  const crossed = scaleExactly([3, 6], 4, 5, "row");
  expect([crossed.lower, crossed.upper]).toEqual([2, 1]);
});

test("a sum that doubles get wrong does not move a bound over a whole number", () => {
  expect(scaleExactly([0.1, 0.2], -Infinity, 0.1 + 0.2, "row").upper).toBe(3);
  expect(scaleExactly([0.1], -Infinity, 0.3 - 1e-16, "row").upper).toBe(2);
  expect(scaleExactly([1], -Infinity, 3 - 4e-16, "row").upper).toBe(2);
});

test("very small and very large numbers are exact as long as their ratio is", () => {
  expect(scaleExactly([3e-300, 5e-300], 0, 1.6e-299, "row")).toMatchObject({
    values: Float64Array.of(3, 5),
    upper: 16,
  });
  expect(scaleExactly([2e21, 4e21], 0, 1e22, "row")).toMatchObject({
    values: Float64Array.of(1, 2),
    upper: 5,
  });
});

test("what has more than 53 bits is refused", () => {
  const refused = expect.objectContaining({ code: "QT_MODEL_INEXACT", where: "row" });
  const thrownBy = (run: () => unknown): unknown => {
    try {
      return run();
    } catch (error) {
      return error;
    }
  };
  expect(thrownBy(() => scaleExactly([1, 1e-17], 0, 1, "row"))).toEqual(refused);
  expect(thrownBy(() => scaleExactly([0.1 + 0.2, 1], 0, 1, "row"))).toEqual(refused);
  expect(thrownBy(() => scaleExactly([1, 2], 1e17, 1e17, "row"))).toEqual(refused);
});

test("a bound far outside is none", () => {
  expect(scaleExactly([1, 2], -1e30, 1e30, "row")).toMatchObject({ lower: -Infinity, upper: Infinity });
});

test("no coefficients: the bounds alone are rounded", () => {
  expect(scaleExactly([], -0.5, 0.5, "row")).toMatchObject({ lower: 0, upper: 0 });
});
