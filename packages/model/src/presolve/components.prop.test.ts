import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createModel } from "../builder.ts";
import { objectiveValue } from "../evaluate.ts";
import { structureKinds } from "../structures.ts";
import { arbitraryProducts } from "../testing/arbitrary-products.ts";
import {
  allPoints,
  arbitraryModel,
  arbitraryStructures,
  exhaustiveOptimum,
  isFeasiblePoint,
} from "../testing/index.ts";
import { components, joinComponents } from "./components.ts";

/** Objectives are sums of few whole numbers and halves. */
const tolerance = 1e-9;

/** Binaries with rows and products of two of them: many small components. */
const sparse = fc
  .record({
    count: fc.integer({ min: 2, max: 8 }),
    pairs: fc.array(fc.tuple(fc.nat({ max: 99 }), fc.nat({ max: 99 }), fc.boolean()), { maxLength: 5 }),
  })
  .map(({ count, pairs }) => {
    const model = createModel({ name: "sparse", sense: "maximize" });
    const x = Array.from({ length: count }, (_, at) => model.binary(`x${at}`));
    const cost = model.objective({ id: "cost", rule: "cost", sentence: "Cost.", unit: "EUR" }).constant(3);
    for (const column of x) cost.plus(column - 2, column);
    for (const [at, [left, right, isRow]] of pairs.entries()) {
      const [a, b] = [x[left % count]!, x[right % count]!];
      const meaning = { id: `pair[${at}]`, rule: "pair", sentence: "Not both.", unit: "1" };
      if (isRow) model.constraint(meaning).plus(1, a).plus(1, b).atMost(1);
      else cost.product(-2, a, b);
    }
    return model.build();
  });

const models = fc.oneof(
  { arbitrary: sparse, weight: 3 },
  arbitraryModel({ enumerable: true, whole: true, soft: true, maxVariables: 5, maxConstraints: 2 }),
  arbitraryProducts({
    binaries: 4,
    integers: 1,
    choices: 2,
    constraints: 1,
    rowDegree: 3,
    objectiveDegree: 3,
  }),
  arbitraryStructures({ kinds: structureKinds, soft: true }),
);

test("every point is feasible, and costs, as its parts together", () => {
  fc.assert(
    fc.property(models, (source) => {
      const parts = components(source);
      const columns = parts.flatMap((part) => [...part.columns]);
      expect(columns.sort((a, b) => a - b)).toEqual([...Array(source.variables.count).keys()]);
      for (const point of allPoints(source)) {
        const split = parts.map((part) => Float64Array.from(part.columns, (column) => point[column]!));
        const joined = joinComponents(parts, split);
        const holds = parts.every(({ model }, part) => isFeasiblePoint(model, split[part]!));
        const sum = parts.reduce((total, { model }, at) => total + objectiveValue(model, split[at]!), 0);
        const isSame =
          joined.every((value, column) => value === point[column]) &&
          holds === isFeasiblePoint(source, point) &&
          Math.abs(sum - objectiveValue(source, point)) < tolerance;
        if (!isSame) expect.fail(`At ${point} the parts say ${holds} and ${sum}.`);
      }
    }),
    { numRuns: 150 },
  );
}, 60_000);

test("the optima of the parts add up to the optimum", () => {
  const seen = { several: 0 };
  fc.assert(
    fc.property(models, (source) => {
      const parts = components(source);
      const optima = parts.map(({ model }) => exhaustiveOptimum(model));
      const best = exhaustiveOptimum(source);
      if (best === null) expect(optima).toContain(null);
      else expect(optima.reduce((sum: number, each) => sum + each!, 0)).toBeCloseTo(best, 9);
      if (parts.length > 2) seen.several++;
    }),
    { numRuns: 150 },
  );
  expect(seen.several).toBeGreaterThan(3);
}, 60_000);
