import * as fc from "fast-check";
import { expect, test } from "vitest";
import { objectiveParts, objectiveTermValue, objectiveValue } from "../evaluate.ts";
import { termOf } from "../objective.ts";
import { Polynomial } from "../polynomial.ts";
import { arbitraryModel } from "../testing/arbitrary-model.ts";
import { boxSize } from "../testing/exactness.ts";
import { allPoints, isFeasiblePoint } from "../testing/exhaustive.ts";
import { compileQubo } from "./compile-qubo.ts";
import { leastOverBox, mostOfFeasible } from "./objective-range.ts";
import { penaltyFunctions } from "./penalty-functions.ts";

const models = arbitraryModel({
  enumerable: true,
  whole: true,
  maxVariables: 4,
  maxConstraints: 3,
  maxChoices: 2,
  degree: 2,
});

/** Models right before their constraints become penalties, small enough to look at every point. */
const certified = models
  .filter((model) => boxSize(model) <= 256)
  .map((model) => compileQubo(model).certified?.model)
  .filter((model) => model !== undefined && boxSize(model) <= 2 ** 12);

test("a penalty function is 0 where its constraint holds, and at least its smallest violation elsewhere", () => {
  fc.assert(
    fc.property(certified, (model) => {
      for (const { meaning, addTo, holdsAt, smallestViolation } of penaltyFunctions(model!)) {
        const sum = new Polynomial();
        addTo(sum, 1);
        const term = termOf(meaning, sum);
        for (const point of allPoints(model!)) {
          const value = objectiveTermValue(term, point);
          if (holdsAt(point)) expect(value).toBe(0);
          else expect(value).toBeGreaterThanOrEqual(smallestViolation);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test("the bounds of the objective hold at every point", () => {
  fc.assert(
    fc.property(certified, (model) => {
      const [least, most] = [leastOverBox(model!), mostOfFeasible(model!)];
      for (const point of allPoints(model!)) {
        const value = objectiveValue(model!, point);
        expect(value).toBeGreaterThanOrEqual(least);
        if (isFeasiblePoint(model!, point)) expect(value).toBeLessThanOrEqual(most);
      }
    }),
    { numRuns: 60 },
  );
});

test("the energy of an encoded solution is its objective, part by part, and no penalty", () => {
  fc.assert(
    fc.property(models, (model) => {
      fc.pre(boxSize(model) <= 256);
      const { encode, model: target } = compileQubo(model);
      const sign = model.sense === "minimize" ? 1 : -1;
      for (const point of allPoints(model)) {
        if (!isFeasiblePoint(model, point)) continue;
        const parts = objectiveParts(target, encode(point));
        const penalty = parts.filter(({ id }) => id.startsWith("penalty["));
        expect(penalty.every(({ value }) => value === 0)).toBe(true);
        const total = parts.reduce((sum, { value }) => sum + value, 0);
        expect(total).toBeCloseTo(sign * objectiveValue(model, point), 9);
      }
    }),
    { numRuns: 60 },
  );
});
