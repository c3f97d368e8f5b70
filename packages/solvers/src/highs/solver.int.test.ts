import { createModel, type Model } from "@qtwin/model";
import { afterAll, expect, test } from "vitest";
import { solve } from "../run.ts";
import { knapsackModel } from "../testing/models.ts";
import { closeSolverWorkers } from "../worker-pool.ts";

afterAll(closeSolverWorkers);

const meaning = (id: string) => ({ id, rule: id, sentence: id, unit: "1" });

/** x is at most 1e6·b: rounding b changes the room for x by far more than any tolerance. */
function bigCoefficientModel(): Model {
  const model = createModel({ name: "big", sense: "maximize" });
  const x = model.continuous("x", { upper: 1 });
  const b = model.binary("b");
  model.constraint(meaning("switch")).plus(1, x).plus(-1e6, b).atMost(0);
  model.objective(meaning("profit")).plus(1, x).plus(-2, b);
  return model.build();
}

test("a nearly whole switch does not let flow through: the answer holds with whole numbers", async () => {
  const answer = await solve(bigCoefficientModel(), { gapLimit: 0 });
  expect(answer.feasibility?.feasible).toBe(true);
  expect(answer.objective).toBeCloseTo(0, 5);
  expect(Number.isInteger(answer.solution?.[1])).toBe(true);
});

test("the first incumbent of a solve with a warm start is the warm start", async () => {
  const model = knapsackModel(150, 20, 3);
  const known = await solve(model, { timeLimitMs: 3000 });
  const again = await solve(model, { timeLimitMs: 1000, warmStart: known.solution! });
  expect(again.timeline[0]?.objective).toBeCloseTo(known.objective!, 6);
});

test("a model that is infeasible or unbounded before presolve can tell is told apart", async () => {
  const model = (limit: number): Model => {
    const builder = createModel({ name: "either", sense: "maximize" });
    const x = builder.continuous("x");
    const n = builder.integer("n", { upper: 3 });
    builder.constraint(meaning("needs")).plus(1, n).atLeast(limit);
    builder.objective(meaning("profit")).plus(1, x);
    return builder.build();
  };
  expect((await solve(model(2))).status).toBe("unbounded");
  expect((await solve(model(4))).status).toBe("infeasible");
});

test("a number HiGHS cannot hold is refused with what it is", async () => {
  const model = createModel({ name: "huge", sense: "minimize" });
  const x = model.continuous("x", { upper: 1 });
  model.constraint(meaning("row")).plus(1e18, x).atMost(1);
  model.objective(meaning("cost")).plus(1, x);
  await expect(solve(model.build())).rejects.toMatchObject({
    kind: "invalid-input",
    code: "QT_SOLVERS_REJECTED",
  });
});
