import { createRandom } from "@qtwin/core";
import { type Model, objectiveValue } from "@qtwin/model";
import { allPoints, arbitraryModel, exhaustiveOptimum, isFeasiblePoint } from "@qtwin/model/testing";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { incidenceOf } from "./incidence.ts";
import { restrict } from "./restrict.ts";

const models = arbitraryModel({
  enumerable: true,
  whole: true,
  soft: true,
  degree: 3,
  maxVariables: 4,
  maxConstraints: 3,
  maxChoices: 2,
  structures: true,
  weights: true,
});

/** Points of a box that is small enough to be walked through. */
const isSmall = ({ variables: { lower, upper } }: Model): boolean =>
  lower.reduce((points, least, column) => points * (upper[column]! - least + 1), 1) <= 4096;

function feasiblePoint(model: Model, seed: number): Float64Array | null {
  const points = [...allPoints(model)].filter((point) => isFeasiblePoint(model, point));
  return points[createRandom(seed).integer(Math.max(1, points.length))] ?? null;
}

function restricted(model: Model, values: Float64Array, seed: number, share: number) {
  const random = createRandom(seed);
  const chosen = Uint8Array.from(values, () => (random.next() < share ? 1 : 0));
  const free = Uint8Array.from(chosen, (each) => (each === 1 || random.next() < 0.3 ? 1 : 0));
  return restrict(model, incidenceOf(model), { values, free, chosen });
}

describe("a restriction", () => {
  test("holds the incumbent at the whole model's objective, and gives it back", () => {
    fc.assert(
      fc.property(models, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (model, seed, share) => {
        fc.pre(isSmall(model));
        const values = feasiblePoint(model, seed);
        if (!values) return;
        const { model: small, encode, decode } = restricted(model, values, seed, share);
        expect(isFeasiblePoint(small, encode(values))).toBe(true);
        expect(objectiveValue(small, encode(values))).toBe(objectiveValue(model, values));
        expect(decode(encode(values))).toEqual(values);
      }),
      { numRuns: 300 },
    );
  });

  test("has only solutions of the whole model, at their objective", () => {
    fc.assert(
      fc.property(models, fc.nat(), (model, seed) => {
        fc.pre(isSmall(model));
        const values = feasiblePoint(model, seed);
        if (!values) return;
        const { model: small, decode } = restricted(model, values, seed, 0.5);
        for (const point of allPoints(small)) {
          if (!isFeasiblePoint(small, point)) continue;
          expect(isFeasiblePoint(model, decode(point))).toBe(true);
          expect(objectiveValue(model, decode(point))).toBe(objectiveValue(small, point));
        }
      }),
      { numRuns: 300 },
    );
  });

  test("with everything chosen has the whole model's optimum", () => {
    fc.assert(
      fc.property(models, fc.nat(), (model, seed) => {
        fc.pre(isSmall(model));
        const values = feasiblePoint(model, seed);
        if (!values) return;
        const all = new Uint8Array(values.length).fill(1);
        const { model: small } = restrict(model, incidenceOf(model), {
          values,
          free: all.slice(),
          chosen: all,
        });
        expect(exhaustiveOptimum(small)).toBe(exhaustiveOptimum(model));
      }),
      { numRuns: 200 },
    );
  });
});
