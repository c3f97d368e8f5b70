import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createModel } from "../../builder.ts";
import { arbitraryProducts } from "../../testing/arbitrary-products.ts";
import { boxSize, inexactness } from "../../testing/index.ts";
import { featuresOf } from "../features.ts";
import productsDefined from "./products-defined.ts";

const models = arbitraryProducts({
  binaries: 4,
  choices: 1,
  constraints: 2,
  rowDegree: 4,
  objectiveDegree: 3,
});

test("exact over every point and every value of the products", () => {
  let defined = 0;
  fc.assert(
    fc.property(models, (source) => {
      const step = productsDefined.apply(source, {});
      const features = featuresOf(step.model);
      expect(features.has("quadratic-constraints") || features.has("polynomial-constraints")).toBe(false);
      if (boxSize(step.model) > 20_000) return;
      if (step.model.variables.count > source.variables.count) defined++;
      expect(inexactness(source, step)).toBeNull();
    }),
    { numRuns: 200 },
  );
  expect(defined).toBeGreaterThan(40);
});

test("constraints share the variables of their products", () => {
  const builder = createModel({ name: "shared", sense: "minimize" });
  const [x, y, z] = [builder.binary("x"), builder.binary("y"), builder.binary("z")];
  const meaning = (id: string) => ({ id, rule: "rule", sentence: "Holds.", unit: "1" });
  builder.constraint(meaning("pair")).product(2, x, y).plus(-1, z).atMost(1);
  builder.constraint(meaning("triple")).product(1, x, y, z).plus(3, x).equals(3);
  const { model, notes } = productsDefined.apply(builder.build(), {});
  expect(model.variables.names).toEqual(["x", "y", "z", "x*y", "z*x*y"]);
  expect(featuresOf(model)).toEqual(new Set(["linear-inequality", "linear-equality", "product-row"]));
  expect(notes).toEqual(["2 products in 2 constraints have a variable of their own."]);
});
