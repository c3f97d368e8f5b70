import { expect, test } from "vitest";
import { createModel } from "../../builder.ts";
import { objectiveValue } from "../../evaluate.ts";
import fixedBinary from "./fixed-binary.ts";

test("variables of one value become numbers in the objective, products included", () => {
  const builder = createModel({ name: "fixed", sense: "minimize" });
  const on = builder.binary("on", { lower: 1, upper: 1 });
  const free = builder.binary("free");
  const off = builder.binary("off", { lower: 0, upper: 0 });
  builder
    .objective({ id: "cost", rule: "cost", sentence: "Cost.", unit: "EUR" })
    .plus(5, on)
    .plus(7, off)
    .product(3, on, free)
    .product(4, off, free);
  const { model, encode, decode } = fixedBinary.apply(builder.build(), {});
  expect(model.variables.names).toEqual(["free"]);
  expect(model.objective.quadratic.value).toHaveLength(0);
  expect([0, 1].map((value) => objectiveValue(model, Float64Array.of(value)))).toEqual([5, 8]);
  expect(encode(Float64Array.of(1, 1, 0))).toEqual(Float64Array.of(1));
  expect(decode(Float64Array.of(1))).toEqual(Float64Array.of(1, 1, 0));
});
