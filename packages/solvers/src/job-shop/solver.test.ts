import { createRandom } from "@qtwin/core";
import { checkFeasibility, createModel, type Model, objectiveValue } from "@qtwin/model";
import { expect, test } from "vitest";
import { jobShopModel } from "../testing/models.ts";
import solver from "./solver.ts";
import { modelOf } from "./testing/model-of.ts";
import { run } from "./testing/run.ts";

const meaning = (id: string) => ({ id, rule: id, sentence: `Rule ${id}.`, unit: "min" });

/** Two operations of one machine, of 6 and 5; the second one starts by `latestStart`. */
function twoOnOneMachine({ latestStart = 500, latestEnd = 1000, column = false }): Model {
  const model = createModel({ name: "two", sense: "minimize" });
  const end = model.integer("end", { upper: latestEnd });
  const first = model.integer("first", { upper: 500 });
  const second = model.integer("second", { upper: column ? 500 : latestStart });
  model.precedence(meaning("a"), first, end, 6);
  model.precedence(meaning("b"), second, end, 5);
  if (column) model.precedence(meaning("c"), second, model.integer("last", { upper: latestStart + 5 }), 5);
  model.noOverlap(meaning("machine"), [
    { start: first, duration: 6 },
    { start: second, duration: 5 },
  ]);
  model.objective(meaning("makespan")).plus(1, end);
  return model.build();
}

test("deadlines that could bind are refused, in whatever form, and those that cannot are kept", async () => {
  for (const column of [false, true]) {
    expect(solver.accepts.recognise?.(twoOnOneMachine({ latestStart: 0, column })).join()).toMatch(
      /deadlines/,
    );
    expect(solver.accepts.recognise?.(twoOnOneMachine({ latestStart: 5, column })).join()).toMatch(
      /deadlines/,
    );
    const loose = twoOnOneMachine({ latestStart: 6, column });
    expect(solver.accepts.recognise?.(loose)).toEqual([]);
    const answer = await run(loose);
    expect(answer).toMatchObject({ status: "optimal", bound: 11 });
    expect(checkFeasibility(loose, answer.solution!).feasible).toBe(true);
  }
});

test("a limit of the makespan is kept, or proven too short", async () => {
  expect(await run(twoOnOneMachine({ latestEnd: 11 }))).toMatchObject({ status: "optimal", bound: 11 });
  expect(await run(twoOnOneMachine({ latestEnd: 10 }))).toMatchObject({
    status: "infeasible",
    solution: null,
  });
});

test("a warm start that starts something too late is no answer, and keeps no other one back", async () => {
  const model = createModel({ name: "late", sense: "minimize" });
  const [end, early, late] = [
    model.integer("end", { upper: 1000 }),
    model.integer("early", { upper: 10 }),
    model.integer("late", { lower: 10, upper: 500 }),
  ];
  model.precedence(meaning("a"), early, end, 1);
  model.precedence(meaning("b"), late, end, 1);
  model.noOverlap(meaning("machine"), [
    { start: early, duration: 1 },
    { start: late, duration: 1 },
  ]);
  model.objective(meaning("makespan")).plus(1, end);
  const built = model.build();
  expect(solver.accepts.recognise?.(built)).toEqual([]);
  const answer = await run(built, { warmStart: Float64Array.of(51, 50, 10) });
  expect(answer).toMatchObject({ status: "optimal", bound: 11 });
});

test("large whole times are proven as small ones are", async () => {
  const shop = Array.from({ length: 20 }, (_, job) =>
    [0, 1, 2, 3, 4].map((step) => ({
      machine: (job + step) % 3,
      duration: 1 + ((job * 7 + step * 5) % 9),
      wait: 0,
      release: 0,
    })),
  );
  const [small, large] = [
    await run(modelOf(shop, { unusual: false, shuffle: 1 }), { workLimit: 3000 }),
    await run(modelOf(shop, { unusual: false, shuffle: 1, unit: 60_000 }), { workLimit: 3000 }),
  ];
  expect(small.status).toBe("optimal");
  expect(large).toMatchObject({ status: "optimal", bound: small.bound! * 60_000 });
});

test("with a work limit no clock decides, nor when to stop at a gap", async () => {
  const model = jobShopModel(10, 6, 3);
  for (const gapLimit of [0, 0.02, 0.05]) {
    const answers = [0, 1, 60].map((stepMs) => {
      let nowMs = 0;
      return run(model, { seed: 7, workLimit: 500, gapLimit }, { now: () => (nowMs += stepMs) });
    });
    const [still, slow, fast] = await Promise.all(answers);
    expect(slow!.solution).toEqual(still!.solution);
    expect(fast!.solution).toEqual(still!.solution);
    expect([slow!.bound, fast!.bound]).toEqual([still!.bound, still!.bound]);
  }
});

test("with a work limit no clock decides where ticks are no measure of the model's times", async () => {
  const random = createRandom(5);
  const shop = Array.from({ length: 8 }, () =>
    [0, 1, 2, 0, 1].map((machine) => ({
      machine,
      // So little beside whole numbers that rounding up to ticks decides which of two schedules is shorter.
      duration: 1 + random.integer(9) + 4e-6 * random.next(),
      wait: 0,
      release: 0,
    })),
  );
  const model = modelOf(shop, { unusual: true, shuffle: 1, unit: 1 });
  for (let seed = 1; seed <= 10; seed++) {
    const answers = [0, 60].map((stepMs) => {
      let nowMs = 0;
      return run(model, { seed, workLimit: 2000 }, { now: () => (nowMs += stepMs) });
    });
    const [still, fast] = await Promise.all(answers);
    expect(fast!.solution).toEqual(still!.solution);
  }
});

test("the first schedule comes before all else, and a bound with it", async () => {
  const model = jobShopModel(20, 10, 3);
  for (const own of [{ stopRequested: () => true }, { now: clockOf(0, 1e9) }]) {
    const { status, solution, bound, seen } = await run(model, {}, own);
    expect(status).toBe("feasible");
    expect(seen.length).toBe(1);
    expect(bound).toBeGreaterThan(0);
    expect(objectiveValue(model, solution!)).toBeGreaterThanOrEqual(bound!);
  }
});

/** Says the first time once, then the second one. */
function clockOf(first: number, then: number): () => number {
  let calls = 0;
  return () => (calls++ === 0 ? first : then);
}

test("shops of one job, or of one operation, are solved at once", async () => {
  const operation = { machine: 0, duration: 4, wait: 0, release: 3 };
  for (const unusual of [false, true])
    for (const shop of [[[operation]], [[operation, { ...operation, machine: 1 }, operation]]]) {
      const model = modelOf(shop, { unusual, shuffle: 2 });
      expect(solver.accepts.recognise?.(model)).toEqual([]);
      expect(await run(model)).toMatchObject({ status: "optimal" });
    }
});
