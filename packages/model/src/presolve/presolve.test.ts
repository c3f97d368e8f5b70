import { expect, test } from "vitest";
import { createModel, type ModelBuilder } from "../builder.ts";
import type { ConstraintMeaning } from "../model.ts";
import { presolve } from "./presolve.ts";

const meaning = (id: string): ConstraintMeaning => ({ id, rule: id, sentence: "It holds.", unit: "kW" });
const start = (): ModelBuilder => createModel({ name: "plant", sense: "minimize" });

test("bounds follow from activities, and whole columns get whole ones", () => {
  const model = start();
  const [x, n] = [model.continuous("x", { upper: 10 }), model.integer("n", { upper: 10 })];
  model.constraint(meaning("sum")).plus(1, x).plus(2, n).atMost(7);
  const { model: left, report } = presolve(model.build(), { keep: "every-solution" });
  expect(left.variables.upper[1]).toBe(3);
  expect(left.variables.upper[0]).toBeCloseTo(7, 9);
  expect(report).toMatchObject({ status: "reduced", tightenedBounds: 2, keeps: "every-solution" });
});

test("rows that hold anyway, are left with one variable, or repeat another go, with the reason", () => {
  const model = start();
  const [a, b] = [model.integer("a", { upper: 3 }), model.integer("b", { upper: 3 })];
  model.constraint(meaning("idle")).plus(1, a).plus(1, b).atMost(9);
  model.constraint(meaning("single")).plus(2, a).atMost(5);
  model.constraint(meaning("first")).plus(1, a).plus(1, b).atMost(4);
  model.constraint(meaning("again")).plus(-2, a).plus(-2, b).atLeast(-7);
  const { model: left, report } = presolve(model.build(), { keep: "every-solution" });
  expect(Object.fromEntries(report.removedRows.map(({ id, reason }) => [id, reason]))).toEqual({
    idle: "It holds at every point inside the bounds: 0 to 6 lies inside -Infinity to 9.",
    single: "It is left with one variable and became bounds of 'a'.",
    again: "It is a multiple of 'first', which now has the tighter sides of both.",
  });
  expect(Array.from(left.constraints.upper)).toEqual([3]);
});

test("a large switch coefficient shrinks to what the bounds need", () => {
  const model = start();
  const [kw, on] = [model.continuous("kw", { upper: 40 }), model.binary("on")];
  model.constraint(meaning("switch")).plus(1, kw).plus(-1000, on).atMost(0);
  const { model: left, report } = presolve(model.build(), { keep: "every-solution" });
  expect(Array.from(left.constraints.value)).toEqual([1, expect.closeTo(-40, 9)]);
  expect(report.tightenedCoefficients).toBe(1);
});

test("choices and structures propagate, and their columns stay", () => {
  const model = start();
  const machine = model.choice("machine", ["A", "B", "C"]);
  model.constraint(meaning("no A")).plus(1, machine.option("A")).atMost(0);
  const rest = [0, 1, 2].map((each) => model.binary(`b${each}`));
  model.exactlyOne(meaning("one"), rest);
  model.constraint(meaning("taken")).plus(1, rest[1]!).atLeast(1);
  model.implication(meaning("then"), rest[1]!, 1).plus(1, machine.option("B")).atLeast(1);
  const { model: left, solution, report } = presolve(model.build());
  expect(report.status).toBe("solved");
  expect(solution).toEqual(Float64Array.of(0, 1, 0, 0, 1, 0));
  expect(left.variables.count).toBe(6);
  expect(left.structures).toHaveLength(2);
});

test("columns nothing holds back go to their better bound, and the report says that solutions are lost", () => {
  const model = start();
  const [x, free] = [model.continuous("x", { lower: 1, upper: 5 }), model.integer("free", { upper: 2 })];
  model.constraint(meaning("limit")).plus(1, x).plus(1, free).atMost(6);
  model.objective(meaning("cost")).plus(2, x).constant(1);
  const source = model.build();
  const { decode, report, model: left } = presolve(source);
  expect(decode(new Float64Array(left.variables.count))).toEqual(Float64Array.of(1, 0));
  expect(left.objective.constant).toBe(3);
  expect(report).toMatchObject({ status: "solved", keeps: "an-optimum" });
  expect(presolve(source, { keep: "every-solution" }).report.status).toBe("reduced");
});

test("what cannot hold is named", () => {
  const model = start();
  const [a, b] = [model.integer("a", { upper: 3 }), model.integer("b", { upper: 3 })];
  model.constraint(meaning("even")).plus(2, a).plus(4, b).equals(7);
  const source = model.build();
  const { report, model: left } = presolve(source);
  expect(left).toBe(source);
  expect(report.proof).toEqual({
    id: "even",
    reason: "Its values are multiples of 2, moved by 0; none lies between 7 and 7.",
  });
});

test("a soft row is no reason to tighten anything", () => {
  const model = start();
  const x = model.integer("x", { upper: 9 });
  model
    .constraint({ ...meaning("wish"), pricePerUnit: 2 })
    .plus(1, x)
    .atMost(4);
  const { model: left, report } = presolve(model.build(), { keep: "every-solution" });
  expect(left.variables.upper[0]).toBe(9);
  expect(report.removedRows).toEqual([]);
});

test("uncertain numbers are refused", () => {
  const model = start();
  model.scenarios(["low", "high"]);
  const price = model.parameter({ id: "price", unit: "EUR/kW", nominal: 1, values: [1, 2] });
  model.objective(meaning("cost")).plus(price, model.continuous("x"));
  expect(() => presolve(model.build())).toThrow(
    expect.objectContaining({ code: "QT_MODEL_UNSUPPORTED_FEATURE" }),
  );
});
