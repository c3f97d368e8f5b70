import * as fc from "fast-check";
import { expect, test } from "vitest";
import { objectiveValue } from "../evaluate.ts";
import { checkFeasibility } from "../feasibility.ts";
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
import { solutionSets } from "./dominated-columns.ts";
import { presolve } from "./presolve.ts";

/** Objectives are sums of few whole numbers and halves. */
const tolerance = 1e-9;

const models = fc.oneof(
  arbitraryModel({ enumerable: true, whole: true, soft: true, maxVariables: 5, maxConstraints: 6 }),
  arbitraryProducts({
    binaries: 4,
    integers: 2,
    choices: 2,
    constraints: 4,
    rowDegree: 3,
    objectiveDegree: 3,
  }),
  arbitraryStructures({ kinds: structureKinds, soft: true }),
  binaryRows(),
);

/** Without products: those that vanish with a fixed factor leave more to find a second time. */
const linearModels = fc.oneof(
  arbitraryModel({ enumerable: true, whole: true, soft: true, maxVariables: 5, maxConstraints: 6 }),
  arbitraryStructures({ kinds: structureKinds, soft: true }),
  binaryRows(),
);

/** Rows over up to ten binaries with coefficients that differ in size: what coefficient reduction works on. */
function binaryRows(): fc.Arbitrary<Model> {
  return arbitraryProducts({ binaries: 10, constraints: 6, objectiveDegree: 1, rowDegree: 1 });
}

const isEqual = (left: Float64Array, right: Float64Array): boolean =>
  left.length === right.length && left.every((value, at) => value === right[at]);

const solutionsOf = (model: Model): Float64Array[] =>
  [...allPoints(model)].filter((point) => isFeasiblePoint(model, point));

test("each solution left is a solution of the source at the same cost, and the optimum is left", () => {
  fc.assert(
    fc.property(models, (source) => {
      const { model, decode, encode, report, solution } = presolve(source);
      const best = exhaustiveOptimum(source);
      if (report.status === "infeasible") {
        expect(best).toBeNull();
        expect(report.proof).not.toBeNull();
        return;
      }
      const left = solutionsOf(model);
      for (const point of left) {
        const decoded = decode(point);
        const change = objectiveValue(source, decoded) - objectiveValue(model, point);
        const isSame = isFeasiblePoint(source, decoded) && Math.abs(change) < tolerance;
        if (!isSame || !isEqual(encode(decoded), point)) expect.fail(`${point} decodes as ${decoded}.`);
      }
      const costs = left.map((point) => objectiveValue(model, point));
      const bestLeft = source.sense === "minimize" ? Math.min(...costs) : Math.max(...costs);
      if (best === null) expect(left).toEqual([]);
      else expect(bestLeft).toBeCloseTo(best, 9);
      if (report.status === "solved") expect(left.map(decode)).toEqual([solution]);
    }),
    { numRuns: 500 },
  );
}, 120_000);

test("what the report says is kept is kept", () => {
  fc.assert(
    fc.property(models, fc.constantFrom(...solutionSets), (source, keep) => {
      const { model, encode, decode, report } = presolve(source, { keep });
      expect(solutionSets.indexOf(report.keeps)).toBeLessThanOrEqual(solutionSets.indexOf(keep));
      if (report.status === "infeasible" || report.keeps === "an-optimum") return;
      const best = exhaustiveOptimum(source);
      for (const point of solutionsOf(source)) {
        const isBest = Math.abs(objectiveValue(source, point) - best!) < tolerance;
        if (report.keeps === "every-optimum" && !isBest) continue;
        const isKept = isFeasiblePoint(model, encode(point)) && isEqual(decode(encode(point)), point);
        if (!isKept) expect.fail(`${point} is lost.`);
      }
    }),
    { numRuns: 300 },
  );
}, 120_000);

test("every removed row holds at every point inside what is left", () => {
  fc.assert(
    fc.property(models, (source) => {
      const { model, decode, report } = presolve(source, { keep: "every-solution" });
      if (report.status === "infeasible") return;
      const gone = new Set(report.removedRows.map(({ id }) => id));
      const left = new Set(model.constraints.meaning.map(({ id }) => id));
      expect(gone.size + left.size).toBe(source.constraints.count);
      for (const point of solutionsOf(model)) {
        const broken = checkFeasibility(source, decode(point)).violations;
        if (broken.some(({ constraintId }) => gone.has(constraintId))) expect.fail(`${point} breaks one.`);
      }
    }),
    { numRuns: 200 },
  );
}, 120_000);

test("a second time finds nothing more to remove", () => {
  fc.assert(
    fc.property(linearModels, (source) => {
      const once = presolve(source, { maxRounds: 64 });
      if (once.report.status === "infeasible") return;
      const twice = presolve(once.model, { maxRounds: 64 });
      expect(twice.report).toMatchObject({ fixed: 0, tightenedBounds: 0, removedRows: [] });
    }),
    { numRuns: 500 },
  );
}, 120_000);

test("points of models of real numbers stay inside, and nothing that holds is called infeasible", () => {
  fc.assert(
    fc.property(arbitraryModel(), fc.array(fc.double({ noNaN: true, min: 0, max: 1 })), (source, at) => {
      const { model, encode, report } = presolve(source, { keep: "every-solution" });
      const point = pointInside(source, at);
      if (!checkFeasibility(source, point, 0).feasible) return;
      expect(report.status).not.toBe("infeasible");
      expect(checkFeasibility(model, encode(point)).feasible).toBe(true);
    }),
    { numRuns: 1500 },
  );
}, 120_000);

/** A point of the box by shares of the range of each column. */
function pointInside({ variables }: Model, shares: readonly number[]): Float64Array {
  const { lower, upper, kind } = variables;
  return lower.map((least, column) => {
    const from = Math.max(least, Math.min(upper[column]!, 0) - 10);
    const to = Math.min(upper[column]!, from + 20);
    const value = from + (to - from) * (shares[column % Math.max(1, shares.length)] ?? 0);
    return kind[column] === 0 ? value : Math.min(to, Math.max(Math.ceil(from), Math.round(value)));
  });
}
