import { expect, test } from "vitest";
import { createModel } from "../../builder.ts";
import { toJsonModel } from "../../formats/json-write.ts";
import integerUnary from "./integer-unary.ts";

test("2 ≤ x ≤ 5 becomes columns of its code, and every value has one", () => {
  const builder = createModel({ name: "one", sense: "minimize" });
  const x = builder.integer("x", { lower: 2, upper: 5, unit: "t" });
  builder.objective({ id: "cost", rule: "cost", sentence: "Cost.", unit: "EUR" }).plus(3, x);
  const { model, encode, decode } = integerUnary.apply(builder.build(), {});
  expect(model.variables.names).toEqual(["x.1", "x.2", "x.3"]);
  expect(model.constraints.count).toBe(0);
  expect(toJsonModel(model).objective).toMatchObject([
    {
      constant: 6,
      terms: [
        [3, "x.1"],
        [3, "x.2"],
        [3, "x.3"],
      ],
    },
  ]);
  for (const value of [2, 3, 4, 5])
    expect(decode(encode(Float64Array.of(value)))).toEqual(Float64Array.of(value));
});
