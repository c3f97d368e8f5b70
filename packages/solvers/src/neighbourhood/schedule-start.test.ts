import { createRandom } from "@qtwin/core";
import { checkFeasibility, createModel, type Model } from "@qtwin/model";
import { expect, test } from "vitest";
import type { SolveContext } from "../contract.ts";
import { scheduleStart } from "./schedule-start.ts";
import solver from "./solver.ts";

const meaning = (id: string) => ({ id, rule: "rule", sentence: `Rule ${id}.`, unit: "1" });

/** One cumulative of capacity 9. */
function crew(activities: number): Model {
  const model = createModel({ name: "crew", sense: "minimize" });
  const end = model.integer("end", { upper: 100_000 });
  const intervals = Array.from({ length: activities }, (_, at) => {
    const start = model.integer(`start[${at}]`, { upper: 90_000 });
    const duration = 1 + (at % 9);
    model.precedence(meaning(`done[${at}]`), start, end, duration);
    return { start, duration, demand: 1 + (at % 5) };
  });
  model.cumulative(meaning("crew"), intervals, 9);
  model.objective(meaning("makespan")).plus(1, end);
  return model.build();
}

test("activities of a cumulative are placed one after the other, without gaps for what could go first", () => {
  const model = crew(40);
  const values = scheduleStart(model, createRandom(1), () => false)!;
  values[0] = 100_000;
  expect(checkFeasibility(model, values).feasible).toBe(true);
  const work = Array.from({ length: 40 }, (_, at) => (1 + (at % 9)) * (1 + (at % 5)));
  const least = work.reduce((sum, each) => sum + each, 0) / 9;
  // A list schedule takes less than twice the least makespan, and the longest activity.
  const makespan = Math.max(...Array.from({ length: 40 }, (_, at) => values[1 + at]! + 1 + (at % 9)));
  expect(makespan).toBeLessThan(2 * least + 9);
});

test("when time is over there is no schedule", () => {
  let asked = 0;
  expect(scheduleStart(crew(40), createRandom(1), () => ++asked > 10)).toBeNull();
  expect(asked).toBe(11);
});

test("400 activities of one cumulative get a start", async () => {
  const model = crew(400);
  const job = { model, timeLimitMs: 60_000, gapLimit: 0, seed: 1, threads: 1, workLimit: 0 };
  const context: SolveContext = {
    now: () => performance.now(),
    stopRequested: () => false,
    received: () => null,
    onProgress: () => {},
  };
  const options = Object.fromEntries(
    Object.entries(solver.options).map(([name, each]) => [name, each.default]),
  );
  const { solution } = await solver.solve({ ...job, options }, context);
  expect(solution).not.toBeNull();
});
