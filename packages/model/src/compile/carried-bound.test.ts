import { expect, test } from "vitest";
import { createModel } from "../builder.ts";
import { carriedBound } from "./carried-bound.ts";
import { compileQubo } from "./compile-qubo.ts";
import atMostRow from "./rewrites/at-most-row.ts";
import integerOneHot from "./rewrites/integer-one-hot.ts";
import negateObjective from "./rewrites/negate-objective.ts";

const rule = (id: string) => ({ id, rule: id, sentence: `${id} holds.`, unit: "1" });

function knapsack() {
  const model = createModel({ name: "knapsack", sense: "maximize" });
  const x = [3, 4, 5].map((value, at) => ({ value, column: model.binary(`x[${at}]`) }));
  const gain = model.objective(rule("gain"));
  for (const { value, column } of x) gain.plus(value, column);
  model.atMost(
    rule("two"),
    2,
    x.map(({ column }) => column),
  );
  return model.build();
}

test("a bound survives rewrites that leave the objective alone, and turns with its sign", () => {
  const source = knapsack();
  expect(carriedBound(source, atMostRow.apply(source, {}).model, 10)).toBe(10);
  expect(carriedBound(source, negateObjective.apply(source, {}).model, 10)).toBe(-10);
  expect(compileQubo(source, { objectiveBound: 10 }).certificates[0]).toMatchObject({
    lowerBound: -10,
    boundMethod: "given",
  });
});

test("a bound is lost where new variables can mean values outside the old box", () => {
  const model = createModel({ name: "far", sense: "minimize" });
  const x = model.integer("x", { lower: 2, upper: 5 });
  model.objective(rule("cost")).plus(-1, x);
  const source = model.build();
  expect(carriedBound(source, integerOneHot.apply(source, {}).model, -5)).toBeUndefined();
});

test("where setup times need direct neighbours, the disjunctive way is taken and the trail says why", () => {
  const model = createModel({ name: "detour", sense: "minimize" });
  const starts = ["a", "b", "c"].map((name) => model.integer(name, { upper: 3 }));
  const activities = starts.map((start) => ({ start, duration: 1 }));
  model.noOverlap(rule("machine"), activities, [
    [0, 0, 9],
    [0, 0, 0],
    [9, 0, 0],
  ]);
  model.objective(rule("cost")).plus(1, starts[2]!);
  const { trail } = compileQubo(model.build());
  const disjunctive = trail.find(({ rewrite }) => rewrite === "no-overlap-disjunctive");
  expect(disjunctive?.notes.join(" ")).toContain("'time-index' was left out");
  expect(trail.map(({ rewrite }) => rewrite)).not.toContain("time-index");
});
