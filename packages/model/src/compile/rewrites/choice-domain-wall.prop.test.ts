import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createModel } from "../../builder.ts";
import { withParts } from "../../edit.ts";
import { arbitraryProducts } from "../../testing/arbitrary-products.ts";
import { allPoints, boxSize, inexactness } from "../../testing/index.ts";
import { featuresOf } from "../features.ts";
import choiceDomainWall from "./choice-domain-wall.ts";

const models = arbitraryProducts({ choices: 3, binaries: 2, integers: 1, rowDegree: 2, objectiveDegree: 3 });

test("exact over every point, products and rows of options included", () => {
  fc.assert(
    fc.property(
      models.filter((model) => boxSize(model) <= 20_000),
      (source) => {
        const step = choiceDomainWall.apply(source, {});
        expect(featuresOf(step.model).has("choice")).toBe(false);
        expect(inexactness(source, step)).toBeNull();
      },
    ),
  );
});

function colour() {
  const builder = createModel({ name: "one", sense: "minimize" });
  builder.choice("colour", ["red", "green", "blue", "grey"]);
  return builder.build();
}

test("k options need k − 1 bits in a chain", () => {
  const { model, notes } = choiceDomainWall.apply(colour(), {});
  expect(model.variables.names).toEqual(["colour>=green", "colour>=blue", "colour>=grey"]);
  expect(featuresOf(model)).toEqual(new Set(["at-most-one-row"]));
  expect(model.constraints.meaning[0]?.sentence).toBe(
    "'colour' is 'blue' or later only when it is 'green' or later.",
  );
  expect(notes).toEqual(["'colour': 4 options in 3 bits."]);
});

test("a sample that breaks the wall still decodes to one option", () => {
  const { decode } = choiceDomainWall.apply(colour(), {});
  expect(decode(Float64Array.of(0, 1, 0))).toEqual(Float64Array.of(0, 1, 0, 0));
  expect(decode(Float64Array.of(0, 1, 1))).toEqual(Float64Array.of(0, 0, 1, 0));
});

test("options that their bounds forbid or demand need no bits", () => {
  const source = colour();
  const bounded = (lower: number[], upper: number[]) =>
    withParts(source, {
      variables: { ...source.variables, lower: Float64Array.from(lower), upper: Float64Array.from(upper) },
    });
  const forbidden = choiceDomainWall.apply(bounded([0, 0, 0, 0], [1, 0, 1, 1]), {});
  expect(forbidden.model.variables.names).toEqual(["colour>=blue", "colour>=grey"]);
  const demanded = choiceDomainWall.apply(bounded([0, 0, 1, 0], [1, 1, 1, 1]), {});
  expect([...allPoints(demanded.model)].map(demanded.decode)).toEqual([Float64Array.of(0, 0, 1, 0)]);
});
