import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createModel, type ModelBuilder } from "../builder.ts";
import { objectiveValue } from "../evaluate.ts";
import { checkFeasibility } from "../feasibility.ts";
import type { Model } from "../model.ts";
import { arbitraryProducts } from "../testing/arbitrary-products.ts";
import { allPoints, arbitraryStructures, completions, flawOf, isFeasiblePoint } from "../testing/index.ts";
import { compile, milpTarget, quboTarget, toMilp } from "./compile.ts";
import { featuresOf } from "./features.ts";
import { planRewrites } from "./plan-rewrites.ts";
import { rewrites } from "./rewrites.ts";

const meaning = (id: string) => ({ id, rule: "rule", sentence: "The rule holds.", unit: "1" });

function modelOf(build: (model: ModelBuilder) => void): Model {
  const model = createModel({ name: "case", sense: "minimize" });
  build(model);
  return model.build();
}

/** One of everything that a MILP cannot hold as it is. */
const everything = modelOf((model) => {
  const [on, off] = [model.binary("on"), model.binary("off")];
  const starts = ["a", "b"].map((name) => model.integer(name, { upper: 5 }));
  const [first, second] = [starts[0]!, starts[1]!];
  const labels = ["early", "late"];
  const choices = ["c", "d"].map((name) => model.choice(name, labels));
  model.permutation(meaning("order"), choices);
  model.atMost(meaning("one-of"), 1, [on, off, choices[0]!.option("late")]);
  model.exactlyOne({ ...meaning("wish"), pricePerUnit: 3 }, [on, off]);
  model.implication(meaning("when-on"), on, 1).plus(1, first).atLeast(2);
  model.precedence(meaning("chain"), first, second, 1);
  const activities = [
    { start: first, duration: 2, demand: 2 },
    { start: second, duration: 1, present: on, demand: 2 },
  ];
  model.noOverlap(meaning("machine"), activities);
  model.cumulative(meaning("crew"), activities, 3);
  model.constraint(meaning("product")).product(1, on, first).plus(1, second).atMost(7);
  model
    .constraint({ ...meaning("early"), pricePerUnit: 2 })
    .plus(1, second)
    .atMost(2);
  model.objective(meaning("cost")).plus(1, second).product(2, on, off, choices[1]!.option("late"));
});

test("everything becomes a MILP, and the trail tells how", () => {
  const { model, trail, encode, decode, source } = toMilp(everything);
  expect([...featuresOf(model)].filter((feature) => !milpTarget.accepts.has(feature))).toEqual([]);
  expect(new Set(trail.map(({ rewrite }) => rewrite))).toEqual(
    new Set([
      "soft-structures",
      "soft-rows",
      "permutation-rows",
      "choice-one-hot",
      "exactly-one-row",
      "at-most-row",
      "implication-big-m",
      "precedence-row",
      "no-overlap-disjunctive",
      "cumulative-disjunctive",
      "products-linearised",
    ]),
  );
  const last = trail.at(-1)!;
  expect(last).toMatchObject({
    variables: model.variables.count,
    constraints: model.constraints.count,
    structures: 0,
  });
  for (const { notes, title, kind } of trail) {
    expect(kind).toBe("exact");
    expect(title).not.toBe("");
    expect(notes.length).toBeGreaterThan(0);
  }
  for (const point of allPoints(source)) {
    if (!isFeasiblePoint(source, point)) continue;
    const encoded = encode(point);
    expect(checkFeasibility(model, encoded).feasible).toBe(true);
    expect(objectiveValue(model, encoded)).toBeCloseTo(objectiveValue(source, point), 9);
    expect(decode(encoded)).toEqual(point);
  }
});

test("a model that is one already stays as it is", () => {
  const source = modelOf((model) => {
    model.constraint(meaning("row")).plus(2, model.continuous("x")).atMost(3);
  });
  const { model, trail, certificates, removed } = toMilp(source);
  expect(model).toBe(source);
  expect([trail, certificates, removed]).toEqual([[], [], []]);
});

test("random structures of all kinds: every point, both ways, through the whole way to a MILP", () => {
  const kinds = ["exactly-one", "at-most", "implication", "precedence", "no-overlap", "cumulative"] as const;
  fc.assert(
    fc.property(arbitraryStructures({ kinds, maxBinaries: 2, maxWindow: 3 }), (source) => {
      expect(flawOf(source, toMilp(source), allPoints(source))).toBeNull();
    }),
  );
});

test("random products: every point, both ways, through the whole way to a MILP", () => {
  const models = arbitraryProducts({ binaries: 2, integers: 2, choices: 1, constraints: 1, rowDegree: 2 });
  fc.assert(
    fc.property(models, (source) => {
      expect(flawOf(source, toMilp(source), allPoints(source))).toBeNull();
    }),
    { numRuns: 50 },
  );
});

test("an incumbent is carried through every rewrite", () => {
  const incumbent = [...allPoints(everything)].find((point) => isFeasiblePoint(everything, point))!;
  const { model, encode } = toMilp(everything);
  expect([...completions(model, encode(incumbent))]).toEqual([encode(incumbent)]);
});

test("no way for continuous products, and the names are told", () => {
  const source = modelOf((model) => {
    const [flow, price] = [model.continuous("flow", { upper: 1 }), model.continuous("price", { upper: 1 })];
    model.objective(meaning("cost")).product(1, flow, price);
  });
  expect(() => toMilp(source)).toThrow(
    expect.objectContaining({
      code: "QT_MODEL_UNSUPPORTED_FEATURE",
      message: expect.stringMatching(/'flow'.*'price'/),
    }),
  );
});

test("a QUBO cannot hold continuous variables, and says what would help", () => {
  const source = modelOf((model) => {
    model
      .constraint(meaning("row"))
      .plus(2, model.continuous("x", { upper: 9 }))
      .atMost(3);
  });
  expect(() => compile(source, quboTarget)).toThrow(
    expect.objectContaining({
      code: "QT_MODEL_UNREACHABLE",
      where: "case",
      message: expect.stringContaining("continuous variables"),
    }),
  );
});

test("a target without inequalities is out of reach of precedence when its rewrites are avoided", () => {
  const source = modelOf((model) => {
    model.precedence(meaning("chain"), model.integer("a"), model.integer("b"), 1);
  });
  expect(toMilp(source).trail.map(({ rewrite }) => rewrite)).toEqual(["precedence-row"]);
  const avoid = rewrites.filter(({ removes }) => removes.includes("precedence")).map(({ id }) => id);
  expect(() => compile(source, milpTarget, { avoid })).toThrow(/precedence-row.*precedence constraints/);
});

test("a QUBO takes starts by their times, a MILP by their order, whatever stands beside them", () => {
  const timed = ["precedence", "no-overlap", "cumulative"] as const;
  const beside = [
    "choice",
    "integer",
    "linear-inequality",
    "linear-equality",
    "polynomial-objective",
  ] as const;
  fc.assert(
    fc.property(fc.subarray([...timed], { minLength: 1 }), fc.subarray([...beside]), (structures, others) => {
      const milp = planRewrites(new Set([...structures, ...others]), milpTarget.accepts, rewrites);
      expect(milp.reachable && milp.path.map(({ id }) => id)).not.toContain("time-index");
      fc.pre(structures.includes("no-overlap"));
      const qubo = planRewrites(new Set([...structures, ...others]), quboTarget.accepts, rewrites);
      expect(qubo.reachable && qubo.path.map(({ id }) => id)).toContain("time-index");
    }),
  );
});

test.each([
  { structure: "no-overlap", way: ["no-overlap-disjunctive"] },
  { structure: "cumulative", way: ["cumulative-disjunctive"] },
  { structure: "permutation", way: ["permutation-rows", "exactly-one-row"] },
  { structure: "choice", way: ["choice-one-hot", "exactly-one-row"] },
] as const)("the natural way of $structure to a MILP", ({ structure, way }) => {
  const plan = planRewrites(new Set([structure]), milpTarget.accepts, rewrites);
  expect(plan.reachable && plan.path.map(({ id }) => id)).toEqual(way);
});
