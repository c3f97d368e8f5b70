import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createModel } from "../../builder.ts";
import { arbitraryModel, boxSize, inexactness } from "../../testing/index.ts";
import { featuresOf } from "../features.ts";
import integerDomainWall from "./integer-domain-wall.ts";
import integerOneHot from "./integer-one-hot.ts";
import integerUnary from "./integer-unary.ts";

const encodings = [integerUnary, integerDomainWall, integerOneHot];

const models = arbitraryModel({
  enumerable: true,
  whole: true,
  soft: true,
  degree: 3,
  maxVariables: 4,
  maxConstraints: 3,
  maxChoices: 1,
  structures: ["exactly-one", "at-most", "permutation"],
});

test.each(encodings)("$id: exact over every point, products and soft rows included", (encoding) => {
  let tested = 0;
  fc.assert(
    fc.property(models, (source) => {
      const step = encoding.apply(source, {});
      expect(featuresOf(step.model).has("integer")).toBe(false);
      if (boxSize(step.model) > 20_000) return;
      tested++;
      expect(inexactness(source, step)).toBeNull();
    }),
  );
  expect(tested).toBeGreaterThan(50);
});

function oneInteger(lower: number, upper: number) {
  const builder = createModel({ name: "one", sense: "minimize" });
  builder.integer("x", { lower, upper });
  return builder.build();
}

test("names say what a bit means", () => {
  const source = oneInteger(2, 5);
  expect(integerUnary.apply(source, {}).model.variables.names).toEqual(["x.1", "x.2", "x.3"]);
  expect(integerDomainWall.apply(source, {}).model.variables.names).toEqual(["x>=3", "x>=4", "x>=5"]);
  expect(integerOneHot.apply(source, {}).model.variables.names).toEqual(["x=2", "x=3", "x=4", "x=5"]);
});

test("only the choice and the wall have one code a value", () => {
  const source = oneInteger(0, 3);
  const { model } = integerDomainWall.apply(source, {});
  expect(featuresOf(model)).toEqual(new Set(["at-most-one-row"]));
  expect(model.constraints.meaning.map(({ sentence }) => sentence)).toEqual([
    "'x' is at least 2 only when it is at least 1.",
    "'x' is at least 3 only when it is at least 2.",
  ]);
  expect(integerOneHot.apply(source, {}).model.variables.choices).toEqual([
    { name: "x", first: 0, options: ["0", "1", "2", "3"] },
  ]);
  expect(integerUnary.apply(source, {}).model.constraints.count).toBe(0);
});

test.each(encodings)("$id: a variable of too many values is refused by name", (encoding) => {
  expect(() => encoding.apply(oneInteger(0, 1e6 + 1), {})).toThrow("'x' has 1000002 values");
  const builder = createModel({ name: "many", sense: "minimize" });
  for (const name of ["a", "b", "c"]) builder.integer(name, { upper: 400_000 });
  expect(() => encoding.apply(builder.build(), {})).toThrow(
    "With 'c' the integers need more than 1000000 bits.",
  );
});
