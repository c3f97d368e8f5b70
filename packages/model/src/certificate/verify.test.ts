import { describe, expect, test } from "vitest";
import { createModel, type ModelBuilder } from "../builder.ts";
import { printSolution } from "../formats/solution.ts";
import type { Model } from "../model.ts";
import { sealed } from "./seal.ts";
import { blendCase, type Case, cases, jobShopCase } from "./testing/cases.ts";
import { named, opened, resultOf, verified } from "./testing/results.ts";

const meaning = (id: string) => ({ id, rule: id, sentence: `Rule ${id}.`, unit: "1" });
const [shop, blend] = [jobShopCase, blendCase];

test.each(cases)("a true result of $model.name is accepted, sealed or not, and as a .sol file", (each) => {
  expect(verified(each.model, resultOf(each))).toMatchObject({ accepted: true, flaws: [] });
  expect(verified(each.model, opened(each))).toMatchObject({ accepted: true, flaws: [] });
  for (const names of ["lp", "mps"] as const) {
    const text = printSolution(each.model, Float64Array.from(each.solution), names);
    expect(verified(each.model, text)).toMatchObject({ accepted: true });
  }
});

describe("without a seal, what is false is found by arithmetic", () => {
  const withValue = (each: Case, name: string, value: number) => {
    const result = opened(each);
    return { ...result, solution: { ...(result.solution as object), [name]: value } };
  };
  test.each([
    ["a machine that does two things", shop, withValue(shop, "start[5]", 4), "feasibility"],
    ["an operation before the one before it", shop, withValue(shop, "start[1]", 2), "feasibility"],
    ["half an option", shop, withValue(shop, "route=cheap", 0.5), "feasibility"],
    ["a value outside its bounds", shop, withValue(shop, "makespan", 61), "feasibility"],
    ["a makespan that is longer than said", shop, withValue(shop, "makespan", 11), "objective"],
    ["a row of tenths broken by a thousandth", blend, withValue(blend, "y", 1.01), "feasibility"],
    ["an objective off by a millionth", shop, { ...opened(shop), objective: 10 + 1e-6 }, "objective"],
    ["a bound on the wrong side", shop, { ...opened(shop), bound: 10.5 }, "bound"],
    ["a bound on the wrong side of a maximum", blend, { ...opened(blend), bound: 4 }, "bound"],
    ["an optimum with a gap", shop, { ...opened(shop), bound: 8 }, "status"],
    ["an optimum without a bound", shop, { ...opened(shop), bound: null }, "status"],
    ["an optimum excused by its limit", shop, { ...opened(shop), bound: 6, gapLimit: 0.5 }, "status"],
    ["a gap that does not follow", shop, { ...opened(shop), bound: 9, gap: 0.01 }, "gap"],
    ["a gap without a bound", shop, { ...opened(shop), bound: null }, "gap"],
    ["the other sense", shop, { ...opened(shop), sense: "maximize" }, "model"],
    ["a broken rule that is not broken", shop, { ...opened(shop), feasible: false }, "feasibility"],
    ["an infeasible model with a solution", shop, { ...opened(shop), status: "infeasible" }, "status"],
    ["an optimum without a solution", shop, { ...opened(shop), solution: null }, "values"],
  ])("%s", (_, each, result, kind) => {
    const { outcome, flaws } = verified(each.model, result);
    expect(outcome).toBe("rejected");
    expect(flaws.map((flaw) => flaw.kind)).toContain(kind);
  });

  test("rounding of sums that are not whole is allowed for", () => {
    expect(0.1 * 1 + 0.2 * 1).toBeGreaterThan(0.3);
    expect(verified(blend.model, opened(blend))).toMatchObject({ accepted: true, exactRows: 0 });
    expect(verified(shop.model, opened(shop))).toMatchObject({ exactObjective: true, objective: 10 });
  });

  test("a gap within a limit of a tenth is accepted, and said", () => {
    const near = { ...opened(shop), bound: 9.5, gap: 0.05, gapLimit: 0.1 };
    expect(verified(shop.model, near)).toMatchObject({ accepted: true, gap: 0.05 });
  });

  test("between whole numbers a bound has no tolerance, however large they are", () => {
    const model = createModel({ name: "large", sense: "minimize" });
    model.objective(meaning("cost")).plus(1, model.integer("x"));
    const large = { status: "optimal", objective: 1e7, bound: 1e7, gapLimit: 0, solution: { x: 1e7 } };
    const built = model.build();
    expect(verified(built, large).accepted).toBe(true);
    expect(verified(built, { ...large, bound: 1e7 + 1 }).flaws.map(({ kind }) => kind)).toContain("bound");
    expect(verified(built, { ...large, bound: 1e7 - 1 }).flaws.map(({ kind }) => kind)).toEqual(["status"]);
    expect(verified(built, { ...large, bound: 1e7 + 1e-3 }).accepted).toBe(true);
  });
});

describe("what solvers may be off by, a result may be off by too", () => {
  const built = (fill: (model: ModelBuilder) => void): Model => {
    const model = createModel({ name: "small", sense: "minimize" });
    fill(model);
    return model.build();
  };
  const product = (kind: "continuous" | "integer", factors: number): Model =>
    built((model) => {
      const [x, y, z] = ["x", "y", "z"].map((name) => model[kind](name, { upper: 9 }));
      const row = model.constraint(meaning("product"));
      (factors === 2 ? row.product(1, x!, y!) : row.product(1, x!, y!, z!)).equals(1);
    });

  test("products of whole factors of continuous variables are no whole numbers", () => {
    const solution = { x: 1 / 49, y: 49 / 7, z: 7 };
    expect((1 / 49) * 49).not.toBe(1);
    expect(verified(product("continuous", 3), { solution })).toMatchObject({ accepted: true, exactRows: 0 });
    expect(verified(product("continuous", 2), { solution: { x: 1 / 7, y: 7, z: 0 } }).accepted).toBe(true);
    const whole = { solution: { x: 1, y: 1, z: 1 } };
    expect(verified(product("integer", 3), whole)).toMatchObject({ accepted: true, exactRows: 1 });
    expect(verified(product("continuous", 2), { solution: { x: 1 / 7, y: 7.001, z: 0 } }).accepted).toBe(
      false,
    );
  });

  test("a tolerance is relative to the side that is broken", () => {
    const wide = built((model) => {
      model
        .constraint(meaning("wide"))
        .plus(0.5, model.continuous("x", { lower: -9 }))
        .between(0, 1e9);
    });
    expect(verified(wide, { solution: { x: 2e9 + 1500 } }).accepted).toBe(true);
    expect(verified(wide, { solution: { x: 2e9 + 2500 } }).accepted).toBe(false);
    expect(verified(wide, { solution: { x: -1e-3 } }).accepted).toBe(false);
    const below = built((model) => {
      model
        .constraint(meaning("below"))
        .plus(0.5, model.continuous("x", { lower: -1e10 }))
        .between(-1e9, 0);
    });
    expect(verified(below, { solution: { x: -2e9 - 1500 } }).accepted).toBe(true);
    expect(verified(below, { solution: { x: 1e-3 } }).accepted).toBe(false);
  });

  test("integers that are nearly whole count as whole ones", () => {
    const sum = built((model) => {
      const [x, y] = [model.integer("x"), model.integer("y")];
      model.constraint(meaning("sum")).plus(1, x).plus(1, y).equals(3);
      model.objective(meaning("cost")).plus(5000, x).plus(-2500, y);
    });
    const solution = { x: 0.9999999, y: 2 };
    for (const objective of [0, 5000 * 0.9999999 - 5000])
      expect(verified(sum, { solution, objective })).toMatchObject({ accepted: true, objective: 0 });
    expect(verified(sum, { solution, objective: 1e-3 }).accepted).toBe(false);
    expect(verified(sum, { solution: { x: 0.9999, y: 2 } }).accepted).toBe(false);
  });

  test("whole numbers have no tolerance, however large their side", () => {
    const large = built((model) => {
      const [x, y] = [model.integer("x"), model.integer("y")];
      model.constraint(meaning("product")).product(1, x, y).atMost(1e7);
      model.implication(meaning("switched"), model.binary("on"), 1).plus(1, x).plus(1, y).atMost(1e7);
    });
    const kinds = (x: number, y: number, on: number) =>
      verified(large, { solution: { x, y, on } }).flaws.map(({ message }) => message.split("'")[1]);
    expect(kinds(1e7, 1, 0)).toEqual([]);
    expect(kinds(1e7 + 1, 1, 0)).toEqual(["product"]);
    expect(kinds(1e7, 0, 1)).toEqual([]);
    expect(kinds(1e7 + 1, 0, 1)).toEqual(["switched"]);
  });

  test("structures count as exact where their numbers and variables are whole", () => {
    const pair = (kind: "integer" | "continuous", duration: number): Model =>
      built((model) => {
        const [a, b] = [model[kind]("a", { upper: 9 }), model[kind]("b", { upper: 9 })];
        model.noOverlap(meaning("machine"), [
          { start: a, duration },
          { start: b, duration: 1 },
        ]);
        model.precedence(meaning("order"), a, b, 0.5);
      });
    expect(verified(pair("integer", 2), { solution: { a: 0, b: 2 } }).exactRows).toBe(1);
    expect(verified(pair("integer", 0.1), { solution: { a: 0, b: 2 } }).exactRows).toBe(0);
    expect(verified(pair("continuous", 2), { solution: { a: 0, b: 2 } }).exactRows).toBe(0);
    expect(verified(pair("continuous", 2), { solution: { a: 0, b: 2 - 1e-7 } }).accepted).toBe(true);
    expect(verified(pair("continuous", 2), { solution: { a: 0, b: 2 - 1e-5 } }).accepted).toBe(false);
  });
});

test("of decisions for each scenario only feasibility is judged, in the most probable one", () => {
  const model = createModel({ name: "supply", sense: "minimize" });
  model.scenarios(["mild", "cold"], [3, 1]);
  const demand = model.parameter({ id: "demand", unit: "kW", values: [4, 8] });
  const more = model.integer("more", { upper: 9, recourse: true });
  model
    .constraint(meaning("supply"))
    .plus(1, more)
    .constant({ ...demand, factor: -1 })
    .atLeast(0);
  model.objective(meaning("cost")).plus(2, more);
  const built = model.build();
  const result = { status: "optimal", objective: 10, bound: 10, gap: 0, solution: { more: 4 } };
  expect(verified(built, result)).toMatchObject({ accepted: true, objective: null });
  expect(verified(built, result).notVerified.join(" ")).toMatch(/Objective, bound, gap and status/);
  expect(verified(built, { ...result, solution: { more: 3 } }).flaws).toMatchObject([
    { kind: "feasibility" },
  ]);
});

test("a result that says that there is no solution is neither accepted nor rejected", () => {
  for (const status of ["infeasible", "unbounded", "time-limit"]) {
    const none = { status, objective: null, bound: 3, gap: null, feasible: false, solution: null };
    const sealedNone = sealed(shop.model, 0, none);
    expect(verified(shop.model, none)).toMatchObject({ outcome: "nothing to verify", accepted: false });
    expect(verified(shop.model, sealedNone)).toMatchObject({ outcome: "nothing to verify", flaws: [] });
    expect(verified(shop.model, { ...sealedNone, bound: 4 }).outcome).toBe("rejected");
    expect(verified(blend.model, sealedNone).outcome).toBe("rejected");
    expect(verified(shop.model, { ...none, objective: 3 }).outcome).toBe("rejected");
  }
});

test("a result for another model is told by its fingerprint, another name or file is not another model", () => {
  const { fingerprint } = sealed(shop.model, 0, {});
  const kinds = verified(blend.model, { ...opened(blend), fingerprint }).flaws.map(({ kind }) => kind);
  expect(kinds).toEqual(["model"]);
  expect(verified({ ...shop.model, name: "renamed" }, resultOf(shop)).accepted).toBe(true);
});

test("the seal holds the document, not its order or its spaces", () => {
  const result = resultOf(shop);
  const other = JSON.stringify(Object.fromEntries(Object.entries(result).reverse()), null, 2);
  expect(verified(shop.model, other)).toMatchObject({ accepted: true });
  expect(named(shop.model, shop.solution)).toEqual(result.solution);
});

test.each([
  ["{", "no JSON document"],
  ['{"objective": "ten"}', "not a number"],
  ['{"status": "good"}', "none of"],
  ['{"sense": "up"}', "none of"],
  ['{"feasible": 1}', "neither true nor false"],
  ['{"digest": 1}', "not a text"],
  ['{"solution": [1]}', "no object"],
  ['{"solution": {"x": "1"}}', "no number"],
])("a document that cannot be read is a precise error: %s", (text, message) => {
  expect(() => verified(shop.model, text)).toThrow(message);
});
