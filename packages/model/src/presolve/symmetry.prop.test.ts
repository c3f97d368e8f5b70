import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createModel } from "../builder.ts";
import { objectiveTermValue, objectiveValue, rowActivity } from "../evaluate.ts";
import type { Model } from "../model.ts";
import { structureKinds } from "../structures.ts";
import { arbitraryProducts } from "../testing/arbitrary-products.ts";
import {
  allPoints,
  arbitraryModel,
  arbitraryStructures,
  exhaustiveOptimum,
  isFeasiblePoint,
} from "../testing/index.ts";
import { breakSymmetry, symmetricVariables } from "./symmetry.ts";

/** Objectives are sums of few whole numbers and halves; a swap may add them up in another order. */
const tolerance = 1e-9;

const products = arbitraryProducts({ binaries: 5, constraints: 2, rowDegree: 3, objectiveDegree: 4 });
const models = fc.oneof(
  products,
  arbitraryModel({ enumerable: true, whole: true, soft: true, maxVariables: 5, maxConstraints: 2 }),
  arbitraryStructures({ kinds: structureKinds, soft: true, maxBinaries: 4, maxStarts: 2 }),
);

function swapped(point: Float64Array, first: number, second: number): Float64Array {
  const result = point.slice();
  [result[first], result[second]] = [point[second]!, point[first]!];
  return result;
}

test("a swap within a group changes neither feasibility nor objective", () => {
  const seen = { swaps: 0 };
  fc.assert(
    fc.property(models, (model) => {
      for (const group of symmetricVariables(model))
        for (let at = 1; at < group.length; at++) {
          seen.swaps++;
          for (const point of allPoints(model)) {
            const other = swapped(point, group[at - 1]!, group[at]!);
            const isSame =
              isFeasiblePoint(model, point) === isFeasiblePoint(model, other) &&
              Math.abs(objectiveValue(model, point) - objectiveValue(model, other)) < tolerance;
            if (!isSame) expect.fail(`${point} and ${other} differ.`);
          }
        }
    }),
    { numRuns: 300 },
  );
  expect(seen.swaps).toBeGreaterThan(20);
}, 60_000);

/** Each row and part of the objective takes the same value at every point and its swapped one. */
function isSymmetric(model: Model, first: number, second: number): boolean {
  const profile = (point: Float64Array): number[] => [
    ...rowActivity(model, point),
    ...model.objective.terms.map((term) => objectiveTermValue(term, point)),
  ];
  return [...allPoints(model)].every((point) => {
    const other = profile(swapped(point, first, second));
    return profile(point).every((value, at) => Math.abs(value - other[at]!) < tolerance);
  });
}

test("binaries whose swap changes no function are in one group", () => {
  fc.assert(
    fc.property(products, (model) => {
      const groupOf = new Map(
        symmetricVariables(model).flatMap((group, at) => [...group].map((column) => [column, at])),
      );
      for (let first = 0; first < model.variables.count; first++)
        for (let second = first + 1; second < model.variables.count; second++) {
          const isTogether = groupOf.has(first) && groupOf.get(first) === groupOf.get(second);
          expect(isTogether).toBe(isSymmetric(model, first, second));
        }
    }),
    { numRuns: 200 },
  );
}, 60_000);

test("breaking symmetry keeps the optimum; sorted solutions stay solutions", () => {
  fc.assert(
    fc.property(models, (source) => {
      const { model, encode, decode } = breakSymmetry(source);
      const [before, after] = [exhaustiveOptimum(source), exhaustiveOptimum(model)];
      if (before === null) expect(after).toBeNull();
      else expect(after).toBeCloseTo(before, 9);
      for (const point of allPoints(source)) {
        const encoded = encode(point);
        const isKept =
          isFeasiblePoint(model, encoded) === isFeasiblePoint(source, point) &&
          Math.abs(objectiveValue(model, encoded) - objectiveValue(source, point)) < tolerance;
        if (!isKept) expect.fail(`${point} is lost.`);
      }
      const point = Float64Array.from(source.variables.lower);
      expect(decode(point)).toEqual(point);
    }),
    { numRuns: 200 },
  );
}, 60_000);

test("three equal machines get two rows", () => {
  const model = createModel({ name: "machines", sense: "minimize" });
  const on = [0, 1, 2].map((machine) => model.binary(`on[${machine}]`));
  const lamp = model.binary("lamp");
  const load = { id: "load", rule: "load", sentence: "Two machines run.", unit: "1" };
  model
    .constraint(load)
    .plusAll([1, 1, 1, 1], [...on, lamp])
    .atLeast(2);
  const cost = model.objective({ id: "cost", rule: "cost", sentence: "Cost.", unit: "EUR" });
  cost
    .plusAll([5, 5, 5, 1], [...on, lamp])
    .product(2, on[0]!, on[1]!)
    .product(2, on[0]!, on[2]!);
  cost.product(2, on[1]!, on[2]!);
  const source = model.build();
  expect(symmetricVariables(source)).toEqual([Int32Array.of(0, 1, 2)]);
  const { model: broken } = breakSymmetry(source);
  expect(broken.constraints.meaning.map(({ id }) => id)).toEqual([
    "load",
    "symmetry[on[0],on[1]]",
    "symmetry[on[1],on[2]]",
  ]);
  expect([...allPoints(broken)].filter((point) => isFeasiblePoint(broken, point))).toHaveLength(5);
});
