import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createModel } from "../../builder.ts";
import { withParts } from "../../edit.ts";
import { objectiveParts, objectiveValue } from "../../evaluate.ts";
import { checkFeasibility } from "../../feasibility.ts";
import type { Model } from "../../model.ts";
import { allPoints, arbitraryModel } from "../../testing/index.ts";
import { holdsPlainly, objectivePlainly } from "../../testing/plain-uncertainty.ts";
import { featuresOf } from "../features.ts";
import scenarios from "./scenarios.ts";

/** Of objectives: sums of few products of numbers below a hundred. */
const digits = 8;

const uncertainModels = arbitraryModel({
  enumerable: true,
  whole: true,
  soft: true,
  uncertainty: true,
  weights: true,
  priorities: true,
  degree: 2,
  structures: true,
  maxChoices: 1,
  maxVariables: 3,
  maxConstraints: 3,
})
  .filter(({ uncertainty }) => uncertainty !== null)
  .map(withoutStructureChances);

function withoutStructureChances(model: Model): Model {
  const structures = model.structures.map(({ meaning: { chance: _, ...meaning }, ...structure }) => ({
    ...structure,
    meaning,
  }));
  return withParts(model, { structures: structures as Model["structures"] });
}

function withoutRecourse(model: Model): Model {
  const recourse = new Uint8Array(model.variables.count);
  return withParts(model, { variables: { ...model.variables, recourse } });
}

const samePoint = (model: Model, point: Float64Array): readonly Float64Array[] =>
  model.uncertainty!.scenarios.map(() => point);

/** One row that may be broken, over small ranges: chance constraints that matter. */
const chanceModels = fc
  .record({
    chance: fc.constantFrom(0.25, 0.5, 0.7, 0.9),
    weights: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 4 }),
    values: fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 8, maxLength: 8 }),
    lower: fc.integer({ min: -4, max: 2 }),
    width: fc.integer({ min: 0, max: 4 }),
    sides: fc.constantFrom("lower", "upper", "both"),
  })
  .filter(({ weights }) => weights.some((weight) => weight > 0))
  .map(({ chance, weights, values, lower, width, sides }): Model => {
    const model = createModel({ name: "chance", sense: "minimize" });
    model.scenarios(
      weights.map((_, scenario) => `s${scenario}`),
      weights,
    );
    const uncertain = (id: string, from: number): ReturnType<typeof model.parameter> =>
      model.parameter({ id, unit: "1", values: values.slice(from, from + weights.length), nominal: 1 });
    const row = model.constraint({ id: "row", rule: "row", sentence: "It fits.", unit: "t", chance });
    row.plus(uncertain("slope", 0), model.integer("x", { lower: -1, upper: 2 }));
    row.plus(2, model.binary("b")).constant(uncertain("shift", 4));
    row.between(sides === "upper" ? -Infinity : lower, sides === "lower" ? Infinity : lower + width);
    return model.build();
  });

const firstStageModels = fc.oneof(uncertainModels.map(withoutRecourse), chanceModels);

test("without recourse, an uncertain model is judged and valued as by definition, at every point", () => {
  fc.assert(
    fc.property(firstStageModels, (model) => {
      for (const point of allPoints(model)) {
        const points = samePoint(model, point);
        expect(checkFeasibility(model, point).feasible).toBe(holdsPlainly(model, points));
        expect(objectiveValue(model, point)).toBeCloseTo(objectivePlainly(model, points), digits);
        const parts = objectiveParts(model, point).reduce((sum, { value }) => sum + value, 0);
        expect(parts).toBeCloseTo(objectiveValue(model, point), digits);
      }
    }),
  );
});

test("without recourse, encoding keeps objective and feasibility of every point, and decodes to it", () => {
  fc.assert(
    fc.property(firstStageModels, (source) => {
      const { model: target, encode, decode, decodeScenario } = scenarios.apply(source, {});
      for (const point of allPoints(source)) {
        const encoded = encode(point);
        expect(objectiveValue(target, encoded)).toBeCloseTo(objectiveValue(source, point), digits);
        expect(checkFeasibility(target, encoded).feasible).toBe(checkFeasibility(source, point).feasible);
        expect(decode(encoded)).toEqual(point);
        for (const name of source.uncertainty!.scenarios)
          expect(decodeScenario!(encoded, name)).toEqual(point);
      }
    }),
  );
});

test("other auxiliary values never make a point better, nor an infeasible one feasible", () => {
  fc.assert(
    fc.property(firstStageModels, fc.infiniteStream(fc.integer({ min: -3, max: 3 })), (source, moves) => {
      const { model: target, encode } = scenarios.apply(source, {});
      const { count, lower, upper } = target.variables;
      const worse = source.sense === "minimize" ? 1 : -1;
      fc.pre(count > source.variables.count);
      for (const point of allPoints(source)) {
        const moved = encode(point);
        for (let column = source.variables.count; column < count; column++) {
          const next = moved[column]! + moves.next().value;
          moved[column] = Math.min(upper[column]!, Math.max(lower[column]!, next));
        }
        if (!checkFeasibility(target, moved).feasible) continue;
        expect(checkFeasibility(source, point).feasible).toBe(true);
        const loss = (objectiveValue(target, moved) - objectiveValue(source, point)) * worse;
        expect(loss).toBeGreaterThanOrEqual(-1e-8);
      }
    }),
  );
});

/** Chances and risks have auxiliary variables: without them every column of the target is a decision. */
function withoutAuxiliaries(model: Model): Model {
  const { constraints, objective } = model;
  const meaning = constraints.meaning.map(({ chance: _, ...said }) => said);
  const terms = objective.terms.map(({ risk: _, ...term }) => term);
  return withParts(model, {
    constraints: { ...constraints, meaning },
    objective: { ...objective, terms },
  });
}

test("with recourse, any plan for the scenarios is judged and valued as by definition", () => {
  fc.assert(
    fc.property(uncertainModels.map(withoutAuxiliaries), fc.infiniteStream(fc.nat(3)), (source, picks) => {
      const { model: target, decode, decodeScenario } = scenarios.apply(source, {});
      const { lower, upper } = target.variables;
      for (let count = 0; count < 30; count++) {
        const plan = lower.map((low, column) => Math.min(upper[column]!, low + picks.next().value));
        const points = source.uncertainty!.scenarios.map((name) => decodeScenario!(plan, name));
        expect(checkFeasibility(target, plan).feasible).toBe(holdsPlainly(source, points));
        expect(objectiveValue(target, plan)).toBeCloseTo(objectivePlainly(source, points), digits);
        if (checkFeasibility(target, plan).feasible)
          expect(checkFeasibility(source, decode(plan)).feasible).toBe(true);
      }
    }),
  );
});

test("nothing uncertain is left, only promised features are new, and names are unique", () => {
  fc.assert(
    fc.property(uncertainModels, (source) => {
      const { model: target } = scenarios.apply(source, {});
      const before = featuresOf(source);
      const promised = new Set([...before, ...scenarios.adds, ...scenarios.addsWith!(before)]);
      const { constraints, structures, objective, variables } = target;
      for (const feature of featuresOf(target)) expect(promised).toContain(feature);
      expect(featuresOf(target)).not.toContain("uncertainty");
      expect(variables.recourse).not.toContain(1);
      const ids = [...constraints.meaning, ...structures.map(({ meaning }) => meaning), ...objective.terms];
      expect(new Set(ids.map(({ id }) => id)).size).toBe(ids.length);
      expect(new Set(variables.names).size).toBe(variables.count);
    }),
  );
});
