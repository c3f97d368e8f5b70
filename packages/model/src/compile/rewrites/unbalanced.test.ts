import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createModel } from "../../builder.ts";
import { objectiveValue, rowActivity } from "../../evaluate.ts";
import type { Model } from "../../model.ts";
import { allPoints, arbitraryModel } from "../../testing/index.ts";
import { compile, quboTarget } from "../compile.ts";
import { featuresOf } from "../features.ts";
import { rowPattern } from "../row-pattern.ts";
import unbalanced from "./unbalanced.ts";

/** The definition, row by row. */
function parabolas(model: Model, point: Float64Array, linear: number, quadratic: number): number {
  const { lower, upper } = model.constraints;
  const rooms = [...rowActivity(model, point)].flatMap((activity, row) =>
    rowPattern(model, row).feature === "linear-inequality"
      ? [upper[row]! - activity, activity - lower[row]!]
      : [],
  );
  return rooms.filter(Number.isFinite).reduce((sum, h) => sum - linear * h + quadratic * h * h, 0);
}

const models = arbitraryModel({
  enumerable: true,
  whole: true,
  maxVariables: 4,
  maxConstraints: 3,
  maxChoices: 1,
});

test("each inequality adds its parabola on the worse side, at every point", () => {
  fc.assert(
    fc.property(models, (source) => {
      const { model, decode } = unbalanced.apply(source, { unbalanced: { linear: 2, quadratic: 0.5 } });
      expect(featuresOf(model).has("linear-inequality")).toBe(false);
      const { linear } = source.objective;
      const scale = linear.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
      const worse = source.sense === "minimize" ? 1 : -1;
      for (const point of allPoints(source)) {
        const penalty = worse * scale * parabolas(source, point, 2, 0.5);
        expect(objectiveValue(model, point)).toBeCloseTo(objectiveValue(source, point) + penalty, 6);
        expect(decode(point)).toEqual(point);
      }
    }),
  );
});

function knapsack(): Model {
  const builder = createModel({ name: "knapsack", sense: "minimize" });
  const items = [3, 4, 5, 6].map((weight) => ({ weight, column: builder.binary(`item${weight}`) }));
  const row = builder.constraint({ id: "room", rule: "room", sentence: "It fits.", unit: "kg" });
  const value = builder.objective({ id: "value", rule: "value", sentence: "Value.", unit: "EUR" });
  for (const { weight, column } of items) {
    row.plus(weight, column);
    value.plus(-weight, column);
  }
  row.atMost(10);
  return builder.build();
}

test("it is taken only on request, instead of slack, and says that it is a heuristic", () => {
  const exact = compile(knapsack(), quboTarget);
  expect(exact.trail.map(({ rewrite }) => rewrite)).toContain("inequality-slack");
  const asked = compile(knapsack(), quboTarget, { include: ["unbalanced"] });
  const entry = asked.trail.find(({ rewrite }) => rewrite === "unbalanced");
  expect(entry?.kind).toBe("heuristic");
  expect(entry?.notes[0]).toMatch(/^Heuristic: 1 inequalities/);
  expect(asked.model.variables.count).toBe(4);
  expect(asked.removed).toEqual([
    { id: "room", reason: "An unbalanced penalty stands for it: a heuristic, it may be broken." },
  ]);
});
