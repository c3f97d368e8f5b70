import { expect, test } from "vitest";
import { createModel } from "../../builder.ts";
import { toJsonModel } from "../../formats/json-write.ts";
import integerDomainWall from "./integer-domain-wall.ts";

test("2 ≤ x ≤ 5 becomes columns of its code, and every value has one", () => {
  const builder = createModel({ name: "one", sense: "minimize" });
  const x = builder.integer("x", { lower: 2, upper: 5, unit: "t" });
  builder.objective({ id: "cost", rule: "cost", sentence: "Cost.", unit: "EUR" }).plus(3, x);
  const { model, encode, decode } = integerDomainWall.apply(builder.build(), {});
  const { variables, constraints, objective } = toJsonModel(model);
  expect({ variables, constraints, objective }).toMatchInlineSnapshot(`
    {
      "constraints": [
        {
          "id": "x.wall[1]",
          "lower": null,
          "rule": "domain-wall",
          "sentence": "'x' is at least 4 only when it is at least 3.",
          "terms": [
            [
              -1,
              "x>=3",
            ],
            [
              1,
              "x>=4",
            ],
          ],
          "unit": "1",
          "upper": 0,
        },
        {
          "id": "x.wall[2]",
          "lower": null,
          "rule": "domain-wall",
          "sentence": "'x' is at least 5 only when it is at least 4.",
          "terms": [
            [
              -1,
              "x>=4",
            ],
            [
              1,
              "x>=5",
            ],
          ],
          "unit": "1",
          "upper": 0,
        },
      ],
      "objective": [
        {
          "constant": 6,
          "id": "cost",
          "rule": "cost",
          "sentence": "Cost.",
          "terms": [
            [
              3,
              "x>=3",
            ],
            [
              3,
              "x>=4",
            ],
            [
              3,
              "x>=5",
            ],
          ],
          "unit": "EUR",
        },
      ],
      "variables": [
        {
          "kind": "binary",
          "lower": 0,
          "name": "x>=3",
          "unit": "1",
          "upper": 1,
        },
        {
          "kind": "binary",
          "lower": 0,
          "name": "x>=4",
          "unit": "1",
          "upper": 1,
        },
        {
          "kind": "binary",
          "lower": 0,
          "name": "x>=5",
          "unit": "1",
          "upper": 1,
        },
      ],
    }
  `);
  for (const value of [2, 3, 4, 5])
    expect(decode(encode(Float64Array.of(value)))).toEqual(Float64Array.of(value));
});
