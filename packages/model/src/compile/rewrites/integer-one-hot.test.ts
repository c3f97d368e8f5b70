import { expect, test } from "vitest";
import { createModel } from "../../builder.ts";
import { toJsonModel } from "../../formats/json-write.ts";
import integerOneHot from "./integer-one-hot.ts";

test("2 ≤ x ≤ 5 becomes columns of its code, and every value has one", () => {
  const builder = createModel({ name: "one", sense: "minimize" });
  const x = builder.integer("x", { lower: 2, upper: 5, unit: "t" });
  builder.objective({ id: "cost", rule: "cost", sentence: "Cost.", unit: "EUR" }).plus(3, x);
  const { model, encode, decode } = integerOneHot.apply(builder.build(), {});
  const { variables, constraints, objective } = toJsonModel(model);
  expect({ variables, constraints, objective }).toMatchInlineSnapshot(`
    {
      "constraints": [],
      "objective": [
        {
          "constant": 6,
          "id": "cost",
          "rule": "cost",
          "sentence": "Cost.",
          "terms": [
            [
              3,
              "x=3",
            ],
            [
              6,
              "x=4",
            ],
            [
              9,
              "x=5",
            ],
          ],
          "unit": "EUR",
        },
      ],
      "variables": [
        {
          "kind": "choice",
          "name": "x",
          "options": [
            "2",
            "3",
            "4",
            "5",
          ],
        },
      ],
    }
  `);
  for (const value of [2, 3, 4, 5])
    expect(decode(encode(Float64Array.of(value)))).toEqual(Float64Array.of(value));
});
