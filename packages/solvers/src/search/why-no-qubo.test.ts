import { createModel, type Model, type ModelBuilder } from "@qtwin/model";
import { expect, test } from "vitest";
import { whyNoQubo } from "./why-no-qubo.ts";

const meaning = { id: "value", rule: "value", sentence: "Value.", unit: "1" };

function model(weight: number, add: (built: ModelBuilder) => void = () => {}): Model {
  const built = createModel({ name: "pair", sense: "minimize" });
  const [a, b] = [built.binary("a"), built.binary("b")];
  built.objective(meaning).plus(weight, a).product(weight, a, b);
  add(built);
  return built.build();
}

const why = (of: Model): string => whyNoQubo(of, ["quadratic-objective"], "A search").join(" ");

test("binary variables and products are taken, rules are not", () => {
  expect(why(model(1))).toBe("");
  expect(why(model(1, (built) => built.exactlyOne({ ...meaning, id: "one" }, [0, 1])))).toMatch(
    /^A search takes binary variables and no rules; 'pair' has .*exactly-one/,
  );
});

test("weights that add up to no number are refused, large ones not", () => {
  expect(why(model(-1.7e308))).toMatch(/more than the largest number/);
  expect(why(model(-1e300))).toBe("");
});
