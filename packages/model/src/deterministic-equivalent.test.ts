import { expect, test } from "vitest";
import { createModel } from "./builder.ts";
import { quboTarget } from "./compile/compile.ts";
import { featuresOf } from "./compile/features.ts";
import { planRewrites } from "./compile/plan-rewrites.ts";
import { rewrites } from "./compile/rewrites.ts";
import { deterministicEquivalent, scenarioSolution } from "./deterministic-equivalent.ts";
import type { Model } from "./model.ts";

const said = (id: string) => ({ id, rule: id, sentence: `About ${id}.`, unit: "kW" });
const code = (wanted: string) => expect.objectContaining({ code: wanted });

/** Now: how much to order. Later: how much to buy dearly, and from whom. */
function supply(upper = 10): Model {
  const model = createModel({ name: "supply", sense: "minimize" });
  model.scenarios(["mild", "cold"], [3, 1]);
  const demand = model.parameter({ id: "demand", unit: "kW", values: [4, 8] });
  const more = model.integer("more", { upper: 9, recourse: true });
  const from = model.choice("from", ["near", "far"], { recourse: true });
  const ordered = model.integer("ordered", { upper });
  model
    .constraint(said("cover"))
    .plus(1, ordered)
    .plus(1, more)
    .constant({ ...demand, factor: -1 })
    .atLeast(0);
  model
    .constraint({ ...said("early"), chance: 0.75 })
    .plus(1, ordered)
    .constant({ ...demand, factor: -1 })
    .atLeast(0);
  model
    .constraint({ ...said("calm"), pricePerUnit: 8 })
    .plus(1, more)
    .atMost(1);
  model.atMost({ ...said("near"), pricePerUnit: 4 }, 0, [from.option("near")]);
  model.objective(said("cost")).plus(2, ordered).plus(5, more).plus(1, from.option("far"));
  return model.build();
}

test("decisions of each scenario have their own variables, rows, prices and choices", () => {
  const { model, trail } = deterministicEquivalent(supply());
  expect(trail.map(({ rewrite }) => rewrite)).toEqual(["scenarios"]);
  expect(model.variables.names).toEqual([
    "ordered",
    "more@mild",
    "from@mild=near",
    "from@mild=far",
    "more@cold",
    "from@cold=near",
    "from@cold=far",
    "early.broken@cold",
  ]);
  expect(model.variables.choices.map(({ name, first }) => [name, first])).toEqual([
    ["from@mild", 2],
    ["from@cold", 5],
  ]);
  const { meaning, lower, upper } = model.constraints;
  expect(meaning.map(({ id, pricePerUnit }, row) => [id, lower[row], upper[row], pricePerUnit])).toEqual([
    ["cover@mild", 4, Infinity, undefined],
    ["cover@cold", 8, Infinity, undefined],
    ["early@mild", 4, Infinity, undefined],
    ["early@cold", 8, Infinity, undefined],
    ["early.chance", -Infinity, 1, undefined],
    ["calm@mild", -Infinity, 1, 6],
    ["calm@cold", -Infinity, 1, 2],
  ]);
  expect(model.structures.map((each) => [each.meaning.id, each.meaning.pricePerUnit])).toEqual([
    ["near@mild", 3],
    ["near@cold", 1],
  ]);
  expect([...model.objective.linear]).toEqual([2, 3.75, 0, 0.75, 1.25, 0, 0.25, 0]);
});

test("each scenario's decisions are read back by its name", () => {
  const equivalent = deterministicEquivalent(supply());
  const values = Float64Array.of(4, 0, 1, 0, 4, 0, 1, 1);
  expect(scenarioSolution(equivalent, values, "mild")).toEqual(Float64Array.of(0, 1, 0, 4));
  expect(scenarioSolution(equivalent, values, "cold")).toEqual(Float64Array.of(4, 0, 1, 4));
  expect(equivalent.decode(values)).toEqual(scenarioSolution(equivalent, values, "mild"));
  expect(() => scenarioSolution(equivalent, values, "hot")).toThrow(code("QT_MODEL_BAD_SCENARIOS"));
  const certain = deterministicEquivalent(createModel({ name: "certain", sense: "minimize" }).build());
  expect(certain.trail).toEqual([]);
  expect(() => scenarioSolution(certain, values, "mild")).toThrow(code("QT_MODEL_BAD_SCENARIOS"));
});

test("a chance without a bounded range is refused, and so is one of a structure with later decisions", () => {
  expect(() => deterministicEquivalent(supply(Infinity))).not.toThrow();
  const model = createModel({ name: "open", sense: "minimize" });
  model.scenarios(["a", "b"]);
  const limit = model.parameter({ id: "limit", unit: "kW", values: [1, 2] });
  const free = model.integer("free", { upper: Infinity });
  model
    .constraint({ ...said("often"), chance: 0.5 })
    .plus(1, free)
    .constant({ ...limit, factor: -1 })
    .atMost(0);
  expect(() => deterministicEquivalent(model.build())).toThrow(code("QT_MODEL_UNBOUNDED"));
  const later = createModel({ name: "later", sense: "minimize" });
  later.scenarios(["a", "b"]);
  later.atMost({ ...said("few"), chance: 0.5 }, 0, [later.binary("on", { recourse: true })]);
  expect(() => deterministicEquivalent(later.build())).toThrow(code("QT_MODEL_UNSUPPORTED_FEATURE"));
});

test("uncertain models are made certain before any other rewrite", () => {
  const plan = planRewrites(featuresOf(supply()), quboTarget.accepts, rewrites);
  if (plan.reachable) expect(plan.path[0]!.id).toBe("scenarios");
  const without = planRewrites(featuresOf(supply()), quboTarget.accepts, rewrites, { avoid: ["scenarios"] });
  expect(without.reachable).toBe(false);
});
