import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createModel } from "../builder.ts";
import { objectiveTermValue, objectiveValue } from "../evaluate.ts";
import { checkFeasibility } from "../feasibility.ts";
import type { Model, ObjectiveTerm } from "../model.ts";
import { answerExhaustively } from "../testing/exhaustive-answer.ts";
import { allPoints, arbitraryModel } from "../testing/index.ts";
import { lexicographic } from "./lexicographic.ts";
import { paretoFront } from "./pareto-front.ts";
import { weighted } from "./weighted.ts";

const arbitrary = {
  enumerable: true,
  whole: true,
  weights: true,
  maxVariables: 3,
  maxConstraints: 2,
} as const;
const models = arbitraryModel({ ...arbitrary, priorities: true, degree: 2 });

const feasiblePoints = (model: Model): readonly Float64Array[] =>
  [...allPoints(model)].filter((point) => checkFeasibility(model, point).feasible);

/** Larger is worse, whichever way the model points. */
const loss = (model: Model, { weight = 1, ...term }: ObjectiveTerm, point: Float64Array): number =>
  (model.sense === "minimize" ? 1 : -1) * weight * objectiveTermValue({ ...term, weight }, point);

/** Weighted losses by falling priority, as plainly as the definition says it. */
function lossesByPriority(model: Model, point: Float64Array): readonly number[] {
  const { terms } = model.objective;
  const priorities = [...new Set(terms.map(({ priority = 0 }) => priority))].sort((a, b) => b - a);
  return priorities.map((wanted) =>
    terms
      .filter(({ priority = 0 }) => priority === wanted)
      .reduce((sum, term) => sum + loss(model, term, point), 0),
  );
}

const compareLosses = (left: readonly number[], right: readonly number[]): number =>
  left.map((value, at) => value - right[at]!).find((difference) => Math.abs(difference) > 1e-9) ?? 0;

test("lexicographic search finds the best of all points in the order of priorities", async () => {
  await fc.assert(
    fc.asyncProperty(models, async (model) => {
      const { answer, stages } = await lexicographic(model, answerExhaustively);
      const [best] = feasiblePoints(model)
        .map((point) => lossesByPriority(model, point))
        .sort(compareLosses);
      expect(answer.solution === null).toBe(best === undefined);
      expect(answer.status).toBe(best ? "optimal" : "infeasible");
      if (!answer.solution || !best) return;
      expect(compareLosses(lossesByPriority(model, answer.solution), best)).toBe(0);
      expect(answer.objective).toBeCloseTo(objectiveValue(model, answer.solution), 9);
      const sign = model.sense === "minimize" ? 1 : -1;
      stages.forEach(({ value, bound }, stage) => {
        expect(value).toBeCloseTo(sign * best[stage]!, 9);
        expect(bound).toBeCloseTo(value!, 9);
      });
    }),
  );
});

const twoTerms = arbitraryModel(arbitrary).filter(({ objective }) => objective.terms.length === 2);
const threeTerms = arbitraryModel(arbitrary).filter(({ objective }) => objective.terms.length === 3);

/** Zero weights aside, what the front minimises: each term, in the direction of its weight. */
const lossesOf = (model: Model, point: Float64Array): readonly number[] =>
  model.objective.terms.map((term) =>
    loss(model, { ...term, weight: (term.weight ?? 1) < 0 ? -1 : 1 }, point),
  );

const dominates = (left: readonly number[], right: readonly number[]): boolean =>
  left.every((value, at) => value <= right[at]! + 1e-9) &&
  left.some((value, at) => value < right[at]! - 1e-9);

const idsOf = ({ objective }: Model): readonly string[] => objective.terms.map(({ id }) => id);

test("no point of a front is dominated by any feasible point, bounds hold, and the best of each term is there", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(twoTerms, threeTerms),
      fc.integer({ min: 2, max: 4 }),
      async (model, points) => {
        const front = await paretoFront(model, answerExhaustively, { termIds: idsOf(model), points });
        const all = feasiblePoints(model);
        expect(front.points.length > 0).toBe(all.length > 0);
        for (const { solution, values, bound, limits } of front.points) {
          const own = lossesOf(model, solution);
          expect(all.some((point) => dominates(lossesOf(model, point), own))).toBe(false);
          model.objective.terms.forEach((term, at) => {
            expect(values[at]).toBeCloseTo(objectiveTermValue(term, solution), 9);
          });
          expectBound(model, all, limits, bound!);
        }
        if (all.length === 0) return;
        const least = Math.min(...all.map((point) => lossesOf(model, point)[0]!));
        expect(lossesOf(model, front.points[0]!.solution)[0]).toBeCloseTo(least, 9);
      },
    ),
  );
});

function expectBound(
  model: Model,
  all: readonly Float64Array[],
  limits: readonly number[],
  bound: number,
): void {
  const [first, ...others] = model.objective.terms;
  const side = (term: ObjectiveTerm): number =>
    (model.sense === "minimize" ? 1 : -1) * ((term.weight ?? 1) < 0 ? -1 : 1);
  const within = all.filter((point) =>
    others.every((term, at) => side(term) * (objectiveTermValue(term, point) - limits[at]!) <= 1e-9),
  );
  for (const point of within)
    expect(side(first!) * (objectiveTermValue(first!, point) - bound)).toBeGreaterThanOrEqual(-1e-6);
}

test("two whole terms and a limit for every whole number: the front is complete", async () => {
  await fc.assert(
    fc.asyncProperty(twoTerms, async (model) => {
      const losses = feasiblePoints(model).map((point) => lossesOf(model, point));
      const second = losses.map((each) => each[1]!);
      const width = losses.length === 0 ? 0 : Math.max(...second) - Math.min(...second);
      const front = await paretoFront(model, answerExhaustively, {
        termIds: idsOf(model),
        points: width + 2,
      });
      const wanted = losses.filter((each) => !losses.some((other) => dominates(other, each)));
      const found = front.points.map(({ solution }) => lossesOf(model, solution));
      const asText = (list: readonly (readonly number[])[]): readonly string[] =>
        [...new Set(list.map((each) => each.map((value) => value + 0).join()))].sort();
      expect(asText(found)).toEqual(asText(wanted));
      expect(found.length).toBe(asText(found).length);
    }),
  );
});

test("other weights change the sum and nothing else", () => {
  fc.assert(
    fc.property(models, fc.integer({ min: -3, max: 3 }), (model, weight) => {
      const [first, ...rest] = model.objective.terms;
      const target = weighted(model, { [first!.id]: weight });
      for (const point of allPoints(model)) {
        const others = rest.reduce(
          (sum, term) => sum + (term.weight ?? 1) * objectiveTermValue(term, point),
          0,
        );
        const wanted = weight * objectiveTermValue(first!, point) + others;
        expect(objectiveValue(target, point)).toBeCloseTo(wanted, 9);
      }
      expect(target.constraints).toBe(model.constraints);
    }),
    { numRuns: 30 },
  );
});

/** Two machines: the cheap one emits more; a wish has its price. */
function dispatch(): Model {
  const model = createModel({ name: "dispatch", sense: "minimize" });
  const [old, fresh] = [model.integer("old", { upper: 4 }), model.integer("new", { upper: 4 })];
  const said = (id: string, unit: string) => ({ id, rule: id, sentence: `The ${id}.`, unit });
  model.constraint(said("demand", "t")).plus(1, old).plus(1, fresh).atLeast(4);
  model
    .constraint({ ...said("rest", "t"), pricePerUnit: 5 })
    .plus(1, old)
    .atMost(2);
  model
    .objective({ ...said("running-cost", "EUR"), priority: 1 })
    .plus(10, old)
    .plus(30, fresh);
  model.objective(said("co2", "t")).plus(2, old).plus(1, fresh);
  return model.build();
}

test("a held stage is a row that says what it holds, and prices of wishes count with priority 0", async () => {
  const sentences: string[][] = [];
  const { answer, stages } = await lexicographic(dispatch(), (model) => {
    sentences.push(model.constraints.meaning.map(({ id, sentence }) => `${id}: ${sentence}`));
    return answerExhaustively(model);
  });
  expect(sentences[1]).toContain("running-cost.held: The running cost stays at most 40 EUR.");
  expect(stages).toEqual([
    { priority: 1, termIds: ["running-cost"], status: "optimal", value: 40, bound: 40 },
    { priority: 0, termIds: ["co2", "rest.penalty"], status: "optimal", value: 18, bound: 18 },
  ]);
  expect(answer).toMatchObject({
    status: "optimal",
    objective: 58,
    bound: null,
    solution: Float64Array.of(4, 0),
  });
});

test("a front with a wish: its price goes with the first term", async () => {
  const front = await paretoFront(dispatch(), answerExhaustively, {
    termIds: ["running-cost", "co2"],
    points: 5,
  });
  expect(front.points.map(({ values }) => values)).toEqual([
    [40, 8],
    [60, 7],
    [80, 6],
    [100, 5],
    [120, 4],
  ]);
  expect(front.points[0]!.limits).toEqual([8]);
  expect(front.points[0]!.bound).toBeCloseTo(50, 6);
});

test("of two solutions equal in the first term, a front has the one better in the second", async () => {
  const model = createModel({ name: "ties", sense: "minimize" });
  const outcomes = [
    [1, 5],
    [1, 4],
    [0, 10],
    [2, 0],
  ] as const;
  const taken = outcomes.map((_, index) => model.binary(`plan[${index}]`));
  model.exactlyOne({ id: "one", rule: "one", sentence: "One plan.", unit: "1" }, taken);
  for (const at of [0, 1] as const) {
    const term = model.objective({ id: `term${at}`, rule: "t", sentence: "T.", unit: "1" });
    outcomes.forEach((each, index) => {
      term.plus(each[at], taken[index]!);
    });
  }
  const front = await paretoFront(model.build(), answerExhaustively, {
    termIds: ["term0", "term1"],
    points: 3,
  });
  expect(front.points.map(({ values }) => values)).toEqual([
    [0, 10],
    [1, 4],
    [2, 0],
  ]);
});

test("what can not be solved is a status, and what is not there an error", async () => {
  const model = createModel({ name: "none", sense: "maximize" });
  const x = model.integer("x", { upper: 1 });
  model.constraint({ id: "never", rule: "never", sentence: "Never.", unit: "1" }).plus(1, x).atLeast(2);
  for (const priority of [0, 1])
    model.objective({ id: `part${priority}`, rule: "p", sentence: "P.", unit: "1", priority }).plus(1, x);
  const built = model.build();
  const { answer, stages } = await lexicographic(built, answerExhaustively);
  expect([answer.status, answer.solution, stages.length]).toEqual(["infeasible", null, 1]);
  const front = await paretoFront(built, answerExhaustively, { termIds: ["part0", "part1"], points: 3 });
  expect(front).toEqual({ points: [], solved: 1, infeasible: 1 });
  const unknown = expect.objectContaining({ code: "QT_MODEL_UNKNOWN_OBJECTIVE" });
  expect(() => weighted(built, { cost: 1 })).toThrow(unknown);
  const asked = { termIds: ["part0"], points: 3 };
  await expect(paretoFront(built, answerExhaustively, asked)).rejects.toEqual(unknown);
});
