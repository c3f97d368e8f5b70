import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createModel } from "./builder.ts";
import { checkFeasibility, snapIntegers } from "./feasibility.ts";
import { allPoints, arbitraryModel, isFeasiblePoint } from "./testing/index.ts";

const wholeModels = arbitraryModel({ enumerable: true, whole: true, soft: true, maxVariables: 4 });

test("whole models are judged exactly as by definition, at every point", () => {
  fc.assert(
    fc.property(wholeModels, (model) => {
      for (const point of allPoints(model))
        expect(checkFeasibility(model, point).feasible).toBe(isFeasiblePoint(model, point));
    }),
  );
});

test("a point outside the box or between whole numbers is infeasible, and the variable is named", () => {
  fc.assert(
    fc.property(wholeModels, fc.nat(), fc.constantFrom(-1, 0.5), (model, pick, step) => {
      fc.pre(model.variables.count > 0);
      const index = pick % model.variables.count;
      const point = Float64Array.from(model.variables.lower);
      point[index]! += step;
      const report = checkFeasibility(model, point);
      const ids = report.violations.map((violation) => violation.constraintId);
      const name = model.variables.names[index];
      expect(report.feasible).toBe(false);
      expect(ids).toContain(step === -1 ? `bounds:${name}` : `integer:${name}`);
      expect(report.worstViolation).toBeGreaterThanOrEqual(Math.abs(step));
    }),
  );
});

test("noise below the integrality tolerance changes no verdict, and snapping removes it", () => {
  fc.assert(
    fc.property(wholeModels, fc.double({ min: -9e-7, max: 9e-7, noNaN: true }), (model, noise) => {
      for (const point of allPoints(model)) {
        const noisy = point.map((value) => value + noise);
        expect(checkFeasibility(model, noisy).feasible).toBe(isFeasiblePoint(model, point));
        expect(snapIntegers(model, noisy)).toEqual(point);
      }
    }),
    { numRuns: 30 },
  );
});

const row = { id: "limit", rule: "limit", sentence: "At most a million.", unit: "kW" };

test("a whole row is exact where a relative tolerance would forgive one unit", () => {
  const model = createModel({ name: "exact", sense: "minimize" });
  const n = model.integer("n", { upper: 2e6 });
  const x = model.continuous("x", { upper: 2e6 });
  model.constraint(row).plus(1, n).atMost(1e6);
  model
    .constraint({ ...row, id: "soft-side" })
    .plus(1, x)
    .atMost(1e6);
  const built = model.build();
  expect(checkFeasibility(built, [1e6 + 1, 1e6 + 0.5])).toEqual({
    feasible: false,
    tolerance: 1e-6,
    worstViolation: 1,
    violations: [{ constraintId: "limit", sentence: "At most a million.", amount: 1, unit: "kW" }],
  });
});

test("what is no number is never feasible", () => {
  const model = createModel({ name: "nan", sense: "minimize" });
  model
    .constraint(row)
    .plus(1, model.continuous("x", { lower: -Infinity }))
    .atMost(1);
  expect(checkFeasibility(model.build(), [Number.NaN]).feasible).toBe(false);
  expect(() => checkFeasibility(createModel({ name: "m", sense: "minimize" }).build(), [1])).toThrow(
    expect.objectContaining({ code: "QT_MODEL_WRONG_LENGTH" }),
  );
});
