import { expect, test } from "vitest";
import { roofDuality } from "./roof-duality.ts";

/** Two variables with one product. */
const two = (first: number, second: number, product: number) => ({
  count: 2,
  offset: 0,
  linear: Float64Array.of(first, second),
  start: Int32Array.of(0, 1, 1),
  column: Int32Array.of(1),
  value: Float64Array.of(product),
});

test("a variable whose own bias outweighs its products is strong", () => {
  expect(roofDuality(two(-3, 1, 1))).toEqual({
    bound: -3,
    strong: Int8Array.of(1, 0),
    weak: Int8Array.of(-1, -1),
  });
});

test("equal at no cost is weak: both minimisers are as good, and the values belong together", () => {
  const { bound, strong, weak } = roofDuality(two(1, 1, -2));
  expect([bound, ...strong]).toEqual([0, -1, -1]);
  expect(weak[0]).toBe(weak[1]);
  expect(weak[0]).not.toBe(-1);
});

test("the frustrated triangle has a gap of one half and nothing persistent", () => {
  const triangle = {
    count: 3,
    offset: 2,
    linear: Float64Array.of(-1, -1, -1),
    start: Int32Array.of(0, 2, 3, 3),
    column: Int32Array.of(1, 2, 2),
    value: Float64Array.of(1, 1, 1),
  };
  const { bound, strong, weak } = roofDuality(triangle);
  expect(bound).toBe(0.5);
  expect([...strong, ...weak]).toEqual([-1, -1, -1, -1, -1, -1]);
});

test("decimals are scaled, thirds are refused", () => {
  expect(roofDuality(two(-0.3, 0.1, 0.2)).bound).toBeCloseTo(-0.3, 12);
  expect(() => roofDuality(two(1 / 3, 0, 1))).toThrow(expect.objectContaining({ code: "QT_MODEL_INEXACT" }));
});
