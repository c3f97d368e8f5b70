import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createModel } from "../../builder.ts";
import { inexactness } from "../../testing/exactness.ts";
import { arbitraryModel } from "../../testing/index.ts";
import { featuresOf } from "../features.ts";
import integerLog from "./integer-log.ts";

const models = arbitraryModel({
  enumerable: true,
  whole: true,
  soft: true,
  degree: 3,
  maxVariables: 4,
  maxChoices: 1,
  structures: ["exactly-one", "at-most", "permutation"],
  weights: true,
});

test("exact over every point, products and soft rows included", () => {
  fc.assert(
    fc.property(models, (source) => {
      const step = integerLog.apply(source, {});
      expect(featuresOf(step.model).has("integer")).toBe(false);
      expect(inexactness(source, step)).toBeNull();
    }),
  );
});

test("every width up to 70: all values are reached, none lies outside, with as few bits as possible", () => {
  for (let width = 0; width <= 70; width++) {
    const builder = createModel({ name: "one", sense: "minimize" });
    builder.integer("x", { lower: -3, upper: width - 3 });
    const { model, encode, decode } = integerLog.apply(builder.build(), {});
    const bits = model.variables.count;
    expect(bits).toBe(Math.ceil(Math.log2(width + 1)));
    const all = Float64Array.from({ length: bits }, () => 1);
    expect(decode(all)).toEqual(Float64Array.of(width - 3));
    for (let value = -3; value <= width - 3; value++)
      expect(decode(encode(Float64Array.of(value)))).toEqual(Float64Array.of(value));
  }
});

test("notes count values and bits, constants and single bits included", () => {
  const builder = createModel({ name: "three", sense: "minimize" });
  builder.integer("wide", { lower: 0, upper: 16 });
  builder.integer("switch", { upper: 1 });
  builder.integer("fixed", { lower: 2.5, upper: 3.5 });
  expect(integerLog.apply(builder.build(), {}).notes).toEqual([
    "3 integers in 6 bits.",
    "'wide': 17 values in 5 bits.",
    "'switch': 2 values in 1 bit.",
    "'fixed': 1 value in 0 bits.",
  ]);
});

test("bounds with no whole number between them leave an infeasible model", () => {
  const builder = createModel({ name: "none", sense: "minimize" });
  builder.integer("x", { lower: 0.25, upper: 0.75 });
  const { model } = integerLog.apply(builder.build(), {});
  expect([model.constraints.lower[0], model.constraints.upper[0], model.constraints.start[1]]).toEqual([
    1, 1, 0,
  ]);
});

test("a missing bound and too many values are refused by name", () => {
  const refusal = (options: { lower?: number; upper?: number }): unknown => {
    const builder = createModel({ name: "one", sense: "minimize" });
    builder.integer("stock", options);
    try {
      return integerLog.apply(builder.build(), {});
    } catch (error) {
      return error;
    }
  };
  expect(refusal({})).toMatchObject({ code: "QT_MODEL_UNBOUNDED", where: "stock" });
  expect(refusal({ upper: 2 ** 31 })).toMatchObject({ code: "QT_MODEL_UNSUPPORTED_FEATURE", where: "stock" });
  expect(refusal({ upper: 2 ** 31 - 1 })).toMatchObject({
    notes: ["1 integer in 31 bits.", expect.any(String)],
  });
});
