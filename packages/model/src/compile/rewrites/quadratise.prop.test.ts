import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createModel } from "../../builder.ts";
import { objectiveValue } from "../../evaluate.ts";
import type { Model } from "../../model.ts";
import { arbitraryProducts } from "../../testing/arbitrary-products.ts";
import { allPoints, boxSize, inexactness } from "../../testing/index.ts";
import { featuresOf } from "../features.ts";
import quadratise from "./quadratise.ts";

const models = arbitraryProducts({
  binaries: 5,
  choices: 1,
  constraints: 1,
  objectiveDegree: 6,
  sense: "minimize",
});

test("exact over every point and every value of the auxiliaries", () => {
  let reduced = 0;
  fc.assert(
    fc.property(models, (source) => {
      const step = quadratise.apply(source, {});
      expect(featuresOf(step.model).has("polynomial-objective")).toBe(false);
      if (boxSize(step.model) > 20_000) return;
      if (step.model.variables.count > source.variables.count) reduced++;
      expect(inexactness(source, step)).toBeNull();
    }),
    { numRuns: 200 },
  );
  expect(reduced).toBeGreaterThan(20);
});

function monomial(degree: number, value: number): Model {
  const builder = createModel({ name: "monomial", sense: "minimize" });
  const [first, second, ...more] = Array.from({ length: degree }, (_, at) => builder.binary(`x${at}`));
  const meaning = { id: "cost", rule: "cost", sentence: "Cost.", unit: "EUR" };
  builder.objective(meaning).product(value, first!, second!, ...more);
  return builder.build();
}

test.each([3, 4, 5, 6, 7, 8])(
  "a product of %i factors: the least over the auxiliaries is the product",
  (degree) => {
    for (const value of [-3, 2]) {
      const source = monomial(degree, value);
      const { model } = quadratise.apply(source, {});
      const count = value < 0 ? 1 : Math.floor((degree - 1) / 2);
      expect(model.variables.count).toBe(degree + count);
      const least = new Map<string, number>();
      for (const point of allPoints(model)) {
        const key = point.slice(0, degree).join();
        least.set(key, Math.min(least.get(key) ?? Infinity, objectiveValue(model, point)));
      }
      for (const point of allPoints(source))
        expect(least.get(point.join())).toBe(objectiveValue(source, point));
    }
  },
);

test("a product that parts of the objective cancel needs no auxiliary", () => {
  const builder = createModel({ name: "cancel", sense: "minimize" });
  const [x, y, z] = [builder.binary("x"), builder.binary("y"), builder.binary("z")];
  for (const [id, weight] of [
    ["gain", -2],
    ["loss", 2],
  ] as const)
    builder.objective({ id, rule: id, sentence: "Money.", unit: "EUR", weight }).product(1, x, y, z);
  expect(quadratise.apply(builder.build(), {}).model.variables.count).toBe(3);
});
