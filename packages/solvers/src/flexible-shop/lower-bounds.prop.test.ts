import { createModel, type Model, type ModelBuilder } from "@qtwin/model";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { ShopProblem } from "../shop/problem.ts";
import { readShop } from "../shop/read-shop.ts";
import { anyShop, type ShopFeatures, shifted, spokenShop } from "../shop/testing/any-shop.ts";
import { bestSchedule } from "../shop/testing/best-schedule.ts";
import { costBound, makespanBound } from "./lower-bounds.ts";

const problemOf = (model: Model): ShopProblem => {
  const reading = readShop(model);
  if ("reasons" in reading) throw new Error(reading.reasons.join(" "));
  return reading.problem;
};

const all: ShopFeatures = {
  setups: true,
  downtimes: true,
  due: true,
  deadlines: true,
  uncounted: true,
  overlap: true,
  transport: true,
  origin: true,
  stray: true,
};

test.each<[string, ShopFeatures]>([
  ["nothing else", {}],
  ["jobs that do not count", { uncounted: true }],
  ["operations that overlap", { overlap: true }],
  ["transport", { transport: true }],
  ["times from another moment", { origin: true }],
  ["overlap, transport and jobs that do not count", { uncounted: true, overlap: true, transport: true }],
  ["everything", all],
])("no schedule costs less than the bound: %s", (_, features) => {
  fc.assert(
    fc.property(anyShop({ ...features, mostOperations: 4 }), (spec) => {
      const problem = problemOf(spokenShop(spec).model);
      const best = bestSchedule(spec);
      if (best !== null) expect(costBound(problem)).toBeLessThanOrEqual(best - problem.constant);
    }),
    { numRuns: 150 },
  );
});

test("a bound moves with the times", () => {
  const features = { ...all, due: false, origin: false };
  fc.assert(
    fc.property(anyShop(features), fc.integer({ min: -500, max: 500 }), (spec, time) => {
      const early = { ...spec, downtimes: [], least: -1000 };
      const bound = makespanBound(problemOf(spokenShop(early).model));
      expect(makespanBound(problemOf(spokenShop(shifted(early, time)).model))).toBe(bound + time);
    }),
  );
});

const meaning = (id: string): { id: string; rule: string; sentence: string; unit: string } => ({
  id,
  rule: id,
  sentence: `Rule ${id}.`,
  unit: "1",
});

/** A makespan, and what else is said about it. */
function endedBy(say: (model: ModelBuilder, end: number) => void, lower = 0): number {
  const model = createModel({ name: "shop", sense: "minimize" });
  const end = model.integer("end", { lower });
  say(model, end);
  model.objective(meaning("cost")).plus(1, end);
  return makespanBound(problemOf(model.build()));
}

test("what the makespan does not wait for loads no machine", () => {
  const bound = endedBy((model, end) => {
    const [a, b, c] = [model.integer("a"), model.integer("b"), model.integer("c")];
    model.noOverlap(meaning("first"), [
      { start: a, duration: 3 },
      { start: c, duration: 100 },
    ]);
    model.noOverlap(meaning("second"), [{ start: b, duration: 4 }]);
    model.precedence(meaning("a"), a, end, 3);
    model.precedence(meaning("b"), b, end, 4);
  });
  expect(bound).toBe(4);
});

test("a makespan that need not wait for an end comes before it", () => {
  const bound = endedBy((model, end) => {
    const [a, b] = [model.integer("a"), model.integer("b")];
    model.noOverlap(meaning("first"), [{ start: a, duration: 10 }]);
    model.noOverlap(meaning("second"), [{ start: b, duration: 2 }]);
    model.precedence(meaning("a"), a, end, 3);
    model.precedence(meaning("b"), b, end, 2);
  });
  expect(bound).toBe(3);
});

test("a machine that can stay empty is charged no more than any schedule needs", () => {
  const bound = endedBy((model, end) => {
    const [a, b] = [model.integer("a"), model.integer("b")];
    const choice = model.choice("where", ["first", "second"]);
    const [first, second] = [choice.option(0), choice.option(1)];
    model.noOverlap(meaning("first"), [{ start: a, duration: 1, present: first }]);
    model.noOverlap(meaning("second"), [{ start: a, duration: 2, present: second }]);
    model.noOverlap(meaning("third"), [{ start: b, duration: 1 }]);
    model.constraint(meaning("a")).plus(1, end).plus(-1, a).plus(-101, first).plus(-2, second).atLeast(0);
    model.precedence(meaning("b"), b, end, 1);
  });
  expect(bound).toBe(2);
});

test("times below 0 count as they are", () => {
  const bound = endedBy((model, end) => {
    const [a, b] = ["a", "b"].map((name) => model.integer(name, { lower: -100 })) as [number, number];
    model.noOverlap(meaning("machine"), [
      { start: a, duration: 3 },
      { start: b, duration: 2 },
    ]);
    model.precedence(meaning("a"), a, end, 3);
    model.precedence(meaning("b"), b, end, 2);
  }, -1000);
  expect(bound).toBe(-95);
});
