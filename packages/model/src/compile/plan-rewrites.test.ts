import { expect, test } from "vitest";
import { milpTarget, quboTarget } from "./compile.ts";
import type { ModelFeature } from "./features.ts";
import type { CompileOptions } from "./options.ts";
import { planRewrites } from "./plan-rewrites.ts";
import { defineRewrite, type Rewrite } from "./rewrite.ts";
import { rewrites } from "./rewrites.ts";

const fake = (rewrite: Partial<Rewrite> & Pick<Rewrite, "id" | "removes">): Rewrite =>
  defineRewrite({
    title: rewrite.id,
    adds: [],
    cost: 1,
    kind: "exact",
    apply: () => {
      throw new Error("Plans apply nothing.");
    },
    ...rewrite,
  });

const idsOf = (
  from: readonly ModelFeature[],
  accepted: readonly ModelFeature[],
  list: readonly Rewrite[],
  options: CompileOptions = {},
): readonly string[] => {
  const plan = planRewrites(new Set(from), new Set(accepted), list, options);
  return plan.reachable ? plan.path.map(({ id }) => id) : plan.left;
};

test("the cheapest way is taken, over steps that add features", () => {
  const direct = fake({ id: "direct", removes: ["permutation"], cost: 9 });
  const rows = fake({ id: "rows", removes: ["permutation"], adds: ["exactly-one"], cost: 2 });
  const last = fake({ id: "last", removes: ["exactly-one"], cost: 3 });
  expect(idsOf(["permutation"], [], [direct, rows, last])).toEqual(["rows", "last"]);
  expect(idsOf(["permutation"], [], [direct, rows, { ...last, cost: 8 }])).toEqual(["direct"]);
  expect(idsOf(["permutation"], ["permutation"], [direct])).toEqual([]);
});

test("what must go before goes before", () => {
  const soft = fake({ id: "soft", removes: ["soft-constraints"], cost: 5 });
  const slack = fake({ id: "slack", removes: ["linear-inequality"], without: ["soft-constraints"] });
  expect(idsOf(["linear-inequality", "soft-constraints"], [], [slack, soft])).toEqual(["soft", "slack"]);
});

test("a target that is out of reach is explained by what is really in the way", () => {
  const slack = fake({ id: "slack", removes: ["linear-inequality"], without: ["continuous", "integer"] });
  const cut = fake({ id: "cut", removes: ["continuous"], kind: "heuristic" });
  expect(idsOf(["linear-inequality", "continuous", "priorities"], [], [slack, cut])).toEqual([
    "There is no way to remove linear inequalities beside continuous variables.",
    "Only 'cut' (a heuristic, not asked for) would remove continuous variables.",
    "No rewrite removes objectives of different priority.",
  ]);
  expect(idsOf(["linear-inequality", "continuous"], [], [slack, cut], { include: ["cut"] })).toEqual([
    "cut",
    "slack",
  ]);
  expect(idsOf(["linear-inequality"], [], [slack], { avoid: ["slack"] })).toEqual([
    "Only 'slack' (to be avoided) would remove linear inequalities.",
  ]);
});

test.each(["log", "unary", "one-hot", "domain-wall"] as const)(
  "integers are encoded as asked for: %s",
  (integerEncoding) => {
    const path = idsOf(["integer"], [...quboTarget.accepts], rewrites, { integerEncoding });
    expect(path.filter((id) => id.startsWith("integer-"))).toEqual([`integer-${integerEncoding}`]);
  },
);

test("integers are encoded by the log code and choices one-hot when nothing is asked for", () => {
  const path = idsOf(["integer", "choice"], [...quboTarget.accepts], rewrites);
  expect(path).toContain("integer-log");
  expect(path).toContain("choice-one-hot");
  const wall = idsOf(["choice"], [...quboTarget.accepts], rewrites, { choiceEncoding: "domain-wall" });
  expect(wall).toContain("choice-domain-wall");
  expect(wall).not.toContain("choice-one-hot");
});

test("integers wait for the slack of inequalities, and a MILP keeps both", () => {
  const path = idsOf(["linear-inequality", "integer", "soft-constraints"], [...quboTarget.accepts], rewrites);
  const order = ["soft-rows", "inequality-slack", "integer-log"].map((id) => path.indexOf(id));
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(order).not.toContain(-1);
  expect(path.filter((id) => id === "integer-log")).toHaveLength(1);
  expect(idsOf(["linear-inequality", "integer"], [...milpTarget.accepts], rewrites)).toEqual([]);
});
