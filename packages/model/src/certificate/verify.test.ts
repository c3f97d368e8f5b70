import { createRandom, type Random } from "@qtwin/core";
import { describe, expect, test } from "vitest";
import { createModel } from "../builder.ts";
import { objectiveValue } from "../evaluate.ts";
import { printSolution } from "../formats/solution.ts";
import type { Model } from "../model.ts";
import { readResult, sealOf } from "./result-file.ts";
import { verify } from "./verify.ts";

const meaning = (id: string) => ({ id, rule: id, sentence: `Rule ${id}.`, unit: "1" });

/** Two machines, three jobs, and a choice that costs. */
function shopModel(): Model {
  const model = createModel({ name: "shop", sense: "minimize" });
  const starts = [0, 1, 2, 3, 4, 5].map((each) => model.integer(`start[${each}]`, { upper: 40 }));
  const makespan = model.integer("makespan", { upper: 60 });
  const durations = [3, 2, 4, 3, 2, 4];
  for (const job of [0, 2, 4]) {
    model.precedence(meaning(`order${job}`), starts[job]!, starts[job + 1]!, durations[job]!);
    model.precedence(meaning(`done${job}`), starts[job + 1]!, makespan, durations[job + 1]!);
  }
  for (const [machine, list] of [
    [0, 3, 4],
    [1, 2, 5],
  ].entries())
    model.noOverlap(
      meaning(`machine${machine}`),
      list.map((each) => ({ start: starts[each]!, duration: durations[each]! })),
    );
  const route = model.choice("route", ["fast", "cheap"]);
  model.constraint(meaning("budget")).plus(5, route.option("fast")).plus(1, route.option("cheap")).atMost(4);
  model.objective(meaning("cost")).plus(1, makespan).plus(3, route.option("fast"));
  return model.build();
}
const shopSolution = [0, 4, 0, 5, 3, 6, 10, 0, 1];

/** Numbers that are not whole, products, maximised. */
function blendModel(): Model {
  const model = createModel({ name: "blend", sense: "maximize" });
  const x = model.continuous("x", { upper: 2.5 });
  const y = model.continuous("y", { upper: 2.5 });
  const on = model.binary("on");
  model.constraint(meaning("room")).plus(0.1, x).plus(0.2, y).atMost(0.3);
  model.objective(meaning("profit")).plus(1.7, x).product(0.5, x, y).plus(2, on);
  return model.build();
}
const blendSolution = [1, 1, 1];

interface Case {
  readonly model: Model;
  readonly solution: readonly number[];
  readonly bound: number;
}
const cases: readonly Case[] = [
  { model: shopModel(), solution: shopSolution, bound: 10 },
  { model: blendModel(), solution: blendSolution, bound: 4.2 },
];

function resultOf({ model, solution, bound }: Case): Record<string, unknown> {
  const values = Float64Array.from(solution);
  const objective = objectiveValue(model, values);
  const answer = { status: "optimal", objective, bound, solution: values } as const;
  const named = Object.fromEntries(model.variables.names.map((name, at) => [name, solution[at]!]));
  return { ...sealOf(model, answer, 1e-4), ...answer, solution: named };
}

const verified = (model: Model, result: unknown, name = "result.json") =>
  verify(model, readResult(typeof result === "string" ? result : JSON.stringify(result), name, model));

describe.each(cases)("$model.name", (each) => {
  test("a true result is accepted, sealed or not, and as a .sol file", () => {
    const result = resultOf(each);
    expect(verified(each.model, result)).toMatchObject({ accepted: true, flaws: [] });
    expect(verified(each.model, { ...result, digest: null, fingerprint: null }).accepted).toBe(true);
    for (const names of ["lp", "mps"] as const) {
      const text = printSolution(each.model, Float64Array.from(each.solution), names);
      expect(verified(each.model, text, "result.sol")).toMatchObject({ accepted: true });
    }
  });

  test("500 random corruptions of a sealed result are all rejected", () => {
    const random = createRandom(7);
    for (let count = 0; count < 500; count++) {
      const result = corrupted(resultOf(each), random);
      expect(verified(each.model, result).accepted, JSON.stringify(result)).toBe(false);
    }
  });
});

/** The same result with one thing changed. */
function corrupted(result: Record<string, unknown>, random: Random): Record<string, unknown> {
  const solution = { ...(result.solution as Record<string, number>) };
  const names = Object.keys(solution);
  const name = names[random.integer(names.length)]!;
  const number = (value: number): number => value + [1, -1, 0.5, 1e-3, -7][random.integer(5)]!;
  switch (random.integer(6)) {
    case 0:
      return { ...result, solution: { ...solution, [name]: number(solution[name]!) } };
    case 1:
      delete solution[name];
      return { ...result, solution };
    case 2:
      return { ...result, solution: { ...solution, [`${name}'`]: 0 } };
    case 3:
      return { ...result, objective: number(result.objective as number) };
    case 4:
      return { ...result, bound: number(result.bound as number) };
    default:
      return { ...result, fingerprint: `${random.integer(1e9)}` };
  }
}

describe("without a seal, what is false is found by arithmetic", () => {
  const [shop, blend] = cases as [Case, Case];
  const open = (each: Case): Record<string, unknown> => ({
    ...resultOf(each),
    digest: null,
    fingerprint: null,
  });
  const withValue = (each: Case, name: string, value: number) => {
    const result = open(each);
    return { ...result, solution: { ...(result.solution as object), [name]: value } };
  };
  test.each([
    ["a machine that does two things", shop, withValue(shop, "start[5]", 4), "feasibility"],
    ["an operation before the one before it", shop, withValue(shop, "start[1]", 2), "feasibility"],
    ["half an option", shop, withValue(shop, "route=cheap", 0.5), "feasibility"],
    ["a value outside its bounds", shop, withValue(shop, "makespan", 61), "feasibility"],
    ["a makespan that is longer than said", shop, withValue(shop, "makespan", 11), "objective"],
    ["a row of tenths broken by a thousandth", blend, withValue(blend, "y", 1.01), "feasibility"],
    [
      "an objective that is off by a millionth of a whole one",
      shop,
      { ...open(shop), objective: 10 + 1e-6 },
      "objective",
    ],
    ["a bound on the wrong side", shop, { ...open(shop), bound: 10.5 }, "bound"],
    ["a bound on the wrong side of a maximum", blend, { ...open(blend), bound: 4 }, "bound"],
    ["an optimum with a gap", shop, { ...open(shop), bound: 8 }, "status"],
    ["an optimum without a bound", shop, { ...open(shop), bound: null }, "status"],
    ["an infeasible model with a solution", shop, { ...open(shop), status: "infeasible" }, "status"],
    ["no solution", shop, { ...open(shop), solution: null }, "values"],
  ])("%s", (_, each, result, kind) => {
    const { accepted, flaws } = verified((each as Case).model, result);
    expect(accepted).toBe(false);
    expect(flaws.map((flaw) => flaw.kind)).toContain(kind);
  });

  test("rounding of sums that are not whole is allowed for", () => {
    expect(0.1 * 1 + 0.2 * 1).toBeGreaterThan(0.3);
    expect(verified(blend.model, open(blend))).toMatchObject({ accepted: true, exactRows: 0 });
    expect(verified(shop.model, open(shop))).toMatchObject({ exactObjective: true, objective: 10 });
  });

  test("a result for another model is told by its fingerprint, another name or file is not another model", () => {
    expect(
      verified(blend.model, {
        ...resultOf(blend),
        fingerprint: sealOf(shop.model, { status: "feasible", objective: 1, bound: null, solution: null }, 0)
          .fingerprint,
      }).flaws.map(({ kind }) => kind),
    ).toContain("model");
    expect(verified({ ...shop.model, name: "renamed" }, resultOf(shop)).accepted).toBe(true);
  });

  test.each([
    ["{", "no JSON document"],
    ['{"objective": "ten"}', "not a number"],
    ['{"status": "good"}', "none of"],
    ['{"solution": [1]}', "no object"],
    ['{"solution": {"x": "1"}}', "no number"],
    ["x 1\nx 2", "given once"],
    ["x one", "given once"],
  ])("a file that cannot be read is a precise error: %s", (text, message) => {
    expect(() => readResult(text, "r", shop.model)).toThrow(message);
  });
});
