import { createModel } from "@qtwin/model";
import { expect, test } from "vitest";
import { Standing } from "./standing.ts";

const meaning = (id: string) => ({ id, rule: id, sentence: id, unit: "1" });

/** One of two sources, at costs of 2 and 1.2 units. */
function choiceOfCosts(unit: number) {
  const model = createModel({ name: "costs", sense: "minimize" });
  const [dear, cheap] = [model.binary("dear"), model.binary("cheap")];
  model.constraint(meaning("one")).plus(1, dear).plus(1, cheap).atLeast(1);
  model
    .objective(meaning("cost"))
    .plus(2 * unit, dear)
    .plus(1.2 * unit, cheap);
  return model.build();
}

test.each([1, 1e-6, 1e-9])("rounding is judged by the size of the costs: %d", (unit) => {
  const standing = new Standing<string>(choiceOfCosts(unit));
  standing.offer(Float64Array.of(1, 0), "one");
  standing.offerBound(1.2 * unit, "one");
  expect(standing.isProven(0, true)).toBe(false);
  standing.offer(Float64Array.of(0, 1), "other");
  expect(standing.isProven(0, true)).toBe(true);
});

test("infinity is no value of a solution", () => {
  const model = createModel({ name: "open", sense: "minimize" });
  model.objective(meaning("cost")).plus(1, model.continuous("x"));
  const standing = new Standing<string>(model.build());
  expect(standing.offer(Float64Array.of(Number.POSITIVE_INFINITY), "one").taken).toBe(false);
  expect(standing.offer(Float64Array.of(3), "one").taken).toBe(true);
});
