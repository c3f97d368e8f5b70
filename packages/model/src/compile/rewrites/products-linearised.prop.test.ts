import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createModel } from "../../builder.ts";
import { arbitraryProducts } from "../../testing/arbitrary-products.ts";
import { allPoints, completions, flawOf } from "../../testing/index.ts";
import productsLinearised from "./products-linearised.ts";

const meaning = { rule: "rule", sentence: "The rule holds.", unit: "1" };

test("binaries and choices: every point keeps feasibility and objective, both ways", () => {
  fc.assert(
    fc.property(arbitraryProducts({ binaries: 4, choices: 1, rowDegree: 3 }), (source) => {
      expect(flawOf(source, productsLinearised.apply(source, {}), allPoints(source))).toBeNull();
    }),
  );
});

test("integers, their squares and cubes too", () => {
  const models = arbitraryProducts({ binaries: 2, integers: 2, rowDegree: 2, objectiveDegree: 3 });
  fc.assert(
    fc.property(models, (source) => {
      expect(flawOf(source, productsLinearised.apply(source, {}), allPoints(source))).toBeNull();
    }),
  );
});

const edges = fc.uniqueArray(
  fc
    .tuple(fc.nat({ max: 5 }), fc.nat({ max: 5 }))
    .filter(([a, b]) => a < b)
    .map(([a, b]) => a * 6 + b),
  { minLength: 1 },
);

test("forbidden pairs become cliques, and defined products serve everywhere", () => {
  fc.assert(
    fc.property(edges, fc.boolean(), (pairs, soft) => {
      const builder = createModel({ name: "pairs", sense: "minimize" });
      const x = Array.from({ length: 7 }, (_, at) => builder.binary(`x${at}`));
      const price = soft ? { pricePerUnit: 2 } : {};
      const forbidden = builder.constraint({ ...meaning, id: "forbidden", ...price });
      for (const pair of pairs) forbidden.product(1 + (pair % 3), x[Math.floor(pair / 6)]!, x[pair % 6]!);
      forbidden.atMost(0);
      const [left, right, product] = [x[0]!, x[1]!, x[6]!];
      builder
        .constraint({ ...meaning, id: "and" })
        .product(1, left, right)
        .plus(-1, product)
        .equals(0);
      builder
        .objective({ ...meaning, id: "cost" })
        .product(-3, left, right)
        .plus(1, x[2]!);
      const source = builder.build();
      const step = productsLinearised.apply(source, {});
      expect(flawOf(source, step, allPoints(source))).toBeNull();
      if (!soft) expect(step.model.variables.count).toBe(source.variables.count);
    }),
  );
});

test("a triangle of forbidden pairs is one row", () => {
  const builder = createModel({ name: "triangle", sense: "minimize" });
  const [x, y, z] = [builder.binary("x"), builder.binary("y"), builder.binary("z")];
  builder
    .constraint({ ...meaning, id: "no-two" })
    .product(1, x, y)
    .product(1, y, z)
    .product(2, x, z)
    .atMost(0);
  const { constraints } = productsLinearised.apply(builder.build(), {}).model;
  expect(constraints.meaning.map(({ id }) => id)).toEqual(["no-two[0,1]"]);
  expect([...constraints.column]).toEqual([0, 1, 2]);
  expect([...constraints.upper]).toEqual([1]);
});

test("a continuous factor: the product's rows leave its value only", () => {
  const bounds = fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: 0, max: 5 }));
  fc.assert(
    fc.property(bounds, bounds, fc.nat(), ([from, span], [least, width], pick) => {
      const builder = createModel({ name: "mixed", sense: "minimize" });
      const n = builder.integer("n", { lower: least, upper: least + width });
      const y = builder.continuous("y", { lower: from, upper: from + span });
      builder.objective({ ...meaning, id: "cost" }).product(1, n, y);
      const { model, encode } = productsLinearised.apply(builder.build(), {});
      const point = encode(Float64Array.of(least + (pick % (width + 1)), from + span * 0.375));
      expect([...completions(model, point)]).toEqual([point]);
      const { count, kind, lower, upper } = model.variables;
      for (let column = 2; column < count; column++) {
        if (kind[column] !== 0) continue;
        for (const shift of [-0.01, 0.01]) {
          const moved = point.slice();
          moved[column]! += shift;
          const isInside = moved[column]! >= lower[column]! && moved[column]! <= upper[column]!;
          if (isInside) expect([...completions(model, moved)]).toEqual([]);
        }
      }
    }),
  );
});

test("what has no exact linear form is refused by name", () => {
  const builder = createModel({ name: "bilinear", sense: "minimize" });
  const [x, y] = [builder.continuous("flow", { upper: 2 }), builder.continuous("price", { upper: 3 })];
  builder.objective({ ...meaning, id: "cost" }).product(1, x, y);
  expect(() => productsLinearised.apply(builder.build(), {})).toThrow(
    expect.objectContaining({
      code: "QT_MODEL_UNSUPPORTED_FEATURE",
      message: expect.stringMatching(/flow.*price/),
    }),
  );
  const open = createModel({ name: "open", sense: "minimize" });
  open.objective({ ...meaning, id: "cost" }).product(1, open.binary("on"), open.continuous("power"));
  expect(() => productsLinearised.apply(open.build(), {})).toThrow(
    expect.objectContaining({ code: "QT_MODEL_UNBOUNDED", where: "power" }),
  );
});
