import { type Answer, checkFeasibility, createModel, objectiveValue } from "@qtwin/model";
import { expect, test } from "vitest";
import { better } from "./improve-by-window.ts";

const builder = createModel({ name: "plan", sense: "minimize" });
const power = builder.continuous("powerKw", { upper: 10 });
builder
  .constraint({ id: "need", rule: "need", sentence: "At least 2 kW.", unit: "kW" })
  .plus(1, power)
  .atLeast(2);
builder.objective({ id: "cost", rule: "cost", sentence: "Cost.", unit: "EUR" }).plus(3, power);
const model = builder.build();

function answerAt(kw: number): Answer {
  const solution = Float64Array.of(kw);
  const objective = objectiveValue(model, solution);
  return {
    ...{ status: "feasible", sense: "minimize", objective, bound: 6, gap: (objective - 6) / objective },
    ...{ seconds: 1, solver: "highs", seed: 1, solution, feasibility: checkFeasibility(model, solution) },
    ...{ timeline: [], evidence: [] },
  };
}

/** A window whose only value is the power itself. */
const window = { place: (values: ArrayLike<number>) => (values[0]! < 0 ? null : Float64Array.from(values)) };

test("what is better and keeps every rule is taken, with its gap and a note", () => {
  const improved = better(model, answerAt(4), window, [Float64Array.of(3), Float64Array.of(2.5)]);
  expect(improved).toMatchObject({ objective: 7.5, solution: Float64Array.of(2.5), bound: 6 });
  expect(improved.gap).toBeCloseTo(0.2, 12);
  expect(improved.feasibility!.feasible).toBe(true);
  expect(improved.timeline.at(-1)).toEqual({ seconds: 1, objective: 7.5, bound: 6, solver: "window" });
  expect(improved.notes).toEqual(["A window of the plan was decided anew and is better by 4.50."]);
});

test("what breaks a rule, is worse, or does not go together leaves the answer as it is", () => {
  const answer = answerAt(4);
  const found = [1, 5, -1].map((kw) => Float64Array.of(kw));
  expect(better(model, answer, window, found)).toBe(answer);
});
