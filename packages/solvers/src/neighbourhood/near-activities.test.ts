import { createRandom } from "@qtwin/core";
import { checkFeasibility, createModel } from "@qtwin/model";
import { expect, test } from "vitest";
import { incidenceOf } from "./incidence.ts";
import { restrict } from "./restrict.ts";
import { scheduleStart } from "./schedule-start.ts";
import { exactMilp } from "./sub-solvers/exact-milp.ts";

const meaning = (id: string) => ({ id, rule: "rule", sentence: `Rule ${id}.`, unit: "1" });

test("of a large cumulative only what is near is left, and no solution of that overloads the whole", async () => {
  const model = createModel({ name: "crew", sense: "maximize" });
  const cost = model.objective(meaning("late"));
  const intervals = Array.from({ length: 80 }, (_, at) => {
    const start = model.integer(`start[${at}]`, { upper: 300 });
    cost.plus(1 + (at % 3), start);
    return { start, duration: 1 + (at % 7), demand: 1 + (at % 4) };
  });
  model.cumulative(meaning("crew"), intervals, 6);
  const built = model.build();
  const values = scheduleStart(built, createRandom(1), () => false)!;
  for (const seed of [1, 2, 3]) {
    const random = createRandom(seed);
    const moment = values[random.integer(80)]!;
    const chosen = values.map((start) => (Math.abs(start - moment) < 3 ? 1 : 0));
    const freedom = { values, free: Uint8Array.from(chosen), chosen: Uint8Array.from(chosen) };
    const small = restrict(built, incidenceOf(built), freedom);
    const start = small.encode(values);
    expect(checkFeasibility(small.model, start).feasible).toBe(true);
    expect(small.model.variables.count).toBeLessThan(50);
    const context = { now: () => 0, stopRequested: () => false };
    const task = { model: small.model, start, seed, timeLimitMs: 60_000, context };
    const solved = await exactMilp(5).solve(task);
    expect(checkFeasibility(built, small.decode(solved.values!)).feasible).toBe(true);
  }
});
