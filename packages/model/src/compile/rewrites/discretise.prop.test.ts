import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createModel } from "../../builder.ts";
import { objectiveValue } from "../../evaluate.ts";
import { checkFeasibility } from "../../feasibility.ts";
import { allPoints, arbitraryModel } from "../../testing/index.ts";
import { featuresOf } from "../features.ts";
import discretise from "./discretise.ts";

/** Small models whose integers count as continuous variables. */
const models = arbitraryModel({ enumerable: true, whole: true, soft: true, degree: 3, maxVariables: 4 }).map(
  (model) => ({
    ...model,
    variables: { ...model.variables, kind: model.variables.kind.map((kind) => (kind === 1 ? 0 : kind)) },
  }),
);

test("every point of the grid decodes to a point of the same objective and feasibility, and encodes to itself", () => {
  fc.assert(
    fc.property(models, fc.constantFrom(1, 0.5, 0.75), (source, continuousStep) => {
      const { model, encode, decode } = discretise.apply(source, { continuousStep });
      expect(featuresOf(model).has("continuous")).toBe(false);
      for (const point of allPoints(model)) {
        const decoded = decode(point);
        expect(objectiveValue(source, decoded)).toBeCloseTo(objectiveValue(model, point), 6);
        expect(checkFeasibility(source, decoded).feasible).toBe(checkFeasibility(model, point).feasible);
        expect(encode(decoded)).toEqual(point);
      }
    }),
  );
});

const level = (options: { lower?: number; upper?: number }) => {
  const builder = createModel({ name: "tank", sense: "minimize" });
  builder.continuous("level", { ...options, unit: "t" });
  return builder.build();
};

test("the last step is not lost to rounding, and none leaves the bounds", () => {
  const stepsOf = (upper: number, continuousStep: number): number => {
    const { model, decode } = discretise.apply(level({ upper }), { continuousStep });
    const steps = model.variables.upper[0]!;
    expect(decode(Float64Array.of(steps))[0]).toBeLessThanOrEqual(upper);
    return steps;
  };
  expect([stepsOf(0.6, 0.2), stepsOf(1, 0.3), stepsOf(0, 0.3), stepsOf(0.3, 0.1)]).toEqual([3, 3, 0, 3]);
});

test("a missing step or bound is refused", () => {
  const refusal = (options: { upper?: number }, step?: number): unknown => {
    try {
      return discretise.apply(level(options), step === undefined ? {} : { continuousStep: step });
    } catch (error) {
      return error;
    }
  };
  expect(refusal({ upper: 1 })).toMatchObject({ code: "QT_MODEL_UNSUPPORTED_FEATURE", where: "tank" });
  expect(refusal({ upper: 1 }, 0)).toMatchObject({ code: "QT_MODEL_UNSUPPORTED_FEATURE" });
  expect(refusal({}, 1)).toMatchObject({ code: "QT_MODEL_UNBOUNDED", where: "level" });
});
