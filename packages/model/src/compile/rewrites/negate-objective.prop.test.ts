import * as fc from "fast-check";
import { expect, test } from "vitest";
import { objectiveValue } from "../../evaluate.ts";
import { inexactness } from "../../testing/exactness.ts";
import { allPoints, arbitraryModel } from "../../testing/index.ts";
import negateObjective from "./negate-objective.ts";

const models = arbitraryModel({
  enumerable: true,
  whole: true,
  soft: true,
  degree: 3,
  maxVariables: 4,
  maxChoices: 1,
  structures: true,
  weights: true,
}).filter(({ sense }) => sense === "maximize");

test("exact over every point, and the objective is the source's with the opposite sign", () => {
  fc.assert(
    fc.property(models, (source) => {
      const step = negateObjective.apply(source, {});
      expect(step.model.sense).toBe("minimize");
      expect(inexactness(source, step)).toBeNull();
      for (const point of allPoints(source))
        expect(objectiveValue(step.model, point)).toBeCloseTo(-objectiveValue(source, point), 9);
    }),
  );
});
