import { createRandom } from "@qtwin/core";
import { createModel, type Model } from "@qtwin/model";
import { afterAll, expect, test } from "vitest";
import { solverById } from "../registry.ts";
import { solve, solveWith } from "../run.ts";
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

test("what a node cannot tell is neither infeasible nor unbounded", async () => {
  // Equal halves of odd numbers in several rows at once, which presolve does not see, and a profit without limit.
  const random = createRandom(7);
  const builder = createModel({ name: "split", sense: "maximize" });
  const items = Array.from({ length: 30 }, (_, item) => builder.binary(`item[${item}]`));
  for (let row = 0; row < 4; row++) {
    const weights = items.map(() => random.integer(100));
    const half = Math.floor(weights.reduce((sum, each) => sum + each, 0) / 2);
    builder
      .constraint(meaning(`row[${row}]`))
      .plusAll(weights, items)
      .between(half, half);
  }
  builder.objective(meaning("profit")).plus(1, builder.continuous("free"));
  const answer = await solveWith(solverById("highs"), builder.build(), { workLimit: 1, timeLimitMs: 60_000 });
  expect(answer.status).toBe("time-limit");
});

test("costs of billionths are told apart as ones are", async () => {
  const model = knapsackModel(25, 5, 2);
  const { linear } = model.objective;
  const tiny = { ...model, objective: { ...model.objective, linear: linear.map((each) => each * 1e-9) } };
  const [large, small] = [await solve(model, { gapLimit: 0 }), await solve(tiny, { gapLimit: 0 })];
  expect([large.status, small.status]).toEqual(["optimal", "optimal"]);
  expect(small.objective! * 1e9).toBeCloseTo(large.objective!, 6);
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
