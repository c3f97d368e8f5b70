import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createModel, type ModelBuilder } from "../../builder.ts";
import type { Model } from "../../model.ts";
import { arbitraryModel, boxSize, inexactness } from "../../testing/index.ts";
import { featuresOf } from "../features.ts";
import inequalitySlack from "./inequality-slack.ts";

const models = arbitraryModel({
  enumerable: true,
  whole: true,
  maxVariables: 4,
  maxConstraints: 2,
  maxChoices: 1,
  structures: true,
  maxStructures: 1,
});

test("exact over every point, whatever the slack", () => {
  let tested = 0;
  fc.assert(
    fc.property(models, (source) => {
      const step = inequalitySlack.apply(source, {});
      expect(featuresOf(step.model).has("linear-inequality")).toBe(false);
      if (boxSize(step.model) > 50_000) return;
      tested++;
      expect(inexactness(source, step)).toBeNull();
    }),
    { numRuns: 300 },
  );
  expect(tested).toBeGreaterThan(200);
});

const meaning = { id: "row", rule: "rule", sentence: "Holds.", unit: "kW" };

function modelWith(write: (model: ModelBuilder) => void): Model {
  const model = createModel({ name: "one", sense: "minimize" });
  write(model);
  return model.build();
}

test("decimals in a row and its bounds are scaled without rounding", () => {
  const source = modelWith((model) => {
    const x = model.integer("x", { upper: 5 });
    const y = model.integer("y", { upper: 5 });
    model.constraint(meaning).plus(0.1, x).plus(0.25, y).atMost(1.01);
  });
  const { model } = inequalitySlack.apply(source, {});
  expect(model.constraints.value).toEqual(Float64Array.of(2, 5, 1));
  expect(model.constraints.upper).toEqual(Float64Array.of(20));
  expect(model.constraints.meaning[0]?.unit).toBe("1");
  expect(model.variables.upper[2]).toBe(20);
});

test("a redundant row needs no slack and says why it went", () => {
  const source = modelWith((model) => {
    const z = model.integer("z", { upper: 9 });
    model.constraint(meaning).plus(32, z).atLeast(0);
  });
  const step = inequalitySlack.apply(source, {});
  expect([step.model.variables.count, step.model.constraints.count]).toEqual([1, 0]);
  expect(step.removed).toEqual([
    { id: "row", reason: "It always holds inside the bounds of its variables." },
  ]);
});

test("divisors and fixed variables lower the slack", () => {
  const source = modelWith((model) => {
    const [x, y] = [model.integer("x", { upper: 3 }), model.integer("y", { upper: 3 })];
    const fixed = model.integer("fixed", { lower: 1, upper: 1 });
    model.constraint(meaning).plus(6, x).plus(9, y).plus(1, fixed).atMost(22);
  });
  const { model } = inequalitySlack.apply(source, {});
  expect(model.constraints.value).toEqual(Float64Array.of(2, 3, 1));
  expect(model.variables.upper[3]).toBe(7);
});

test("a range has one slack, of its width", () => {
  const source = modelWith((model) => {
    const [x, y] = [model.integer("x", { lower: -Infinity }), model.integer("y")];
    model.constraint(meaning).plus(1, x).plus(-2, y).between(3, 5);
  });
  const { model } = inequalitySlack.apply(source, {});
  expect(model.variables.upper.slice(2)).toEqual(Float64Array.of(2));
});

test("x only with y, for many x, becomes pairs without slack", () => {
  const source = modelWith((model) => {
    const x = [0, 1, 2].map((at) => model.binary(`x${at}`));
    const y = model.binary("y");
    const row = model.constraint(meaning).plus(-3, y);
    for (const each of x) row.plus(1, each);
    row.atMost(0);
  });
  const step = inequalitySlack.apply(source, {});
  expect(step.model.variables.count).toBe(4);
  expect(featuresOf(step.model)).toEqual(new Set(["at-most-one-row"]));
  expect(inexactness(source, step)).toBeNull();
});

test("rows that hold nowhere stay as equations that hold nowhere", () => {
  const outOfReach = (lower: number, upper: number): Model =>
    modelWith((model) => {
      const [x, y] = [model.integer("x", { upper: 2 }), model.integer("y", { upper: 2 })];
      model.constraint(meaning).plus(3, x).plus(3, y).between(lower, upper);
    });
  for (const source of [outOfReach(13, Infinity), outOfReach(-Infinity, -1), outOfReach(4, 5)]) {
    const step = inequalitySlack.apply(source, {});
    expect(featuresOf(step.model).has("linear-equality")).toBe(true);
    expect(inexactness(source, step)).toBeNull();
    expect(step.notes).toContain("'row' holds nowhere inside the bounds of its variables.");
  }
});

test("refusals name the variable or the row", () => {
  const refusal = (write: (model: ModelBuilder) => void): unknown => {
    try {
      return inequalitySlack.apply(modelWith(write), {});
    } catch (error) {
      return error;
    }
  };
  const unbounded = refusal((model) => model.constraint(meaning).plus(-1, model.integer("stock")).atMost(3));
  expect(unbounded).not.toHaveProperty("code");
  const free = refusal((model) => {
    const [stock, x] = [model.integer("stock", { lower: -Infinity }), model.integer("x")];
    model.constraint(meaning).plus(1, stock).plus(1, x).atMost(3);
  });
  expect(free).toMatchObject({ code: "QT_MODEL_UNBOUNDED", where: "stock" });
  const real = refusal((model) => model.constraint(meaning).plus(1, model.continuous("level")).atMost(3));
  expect(real).toMatchObject({ code: "QT_MODEL_UNSUPPORTED_FEATURE", where: "row" });
  const fine = refusal((model) => {
    const [x, y] = [model.integer("x", { upper: 9 }), model.integer("y", { upper: 9 })];
    model.constraint(meaning).plus(1, x).plus(1e-17, y).atMost(3);
  });
  expect(fine).toMatchObject({ code: "QT_MODEL_INEXACT", where: "row" });
});
