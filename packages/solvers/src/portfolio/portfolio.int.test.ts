import type { Model } from "@qtwin/model";
import { afterAll, describe, expect, test } from "vitest";
import { type RegisteredSolver, solverById } from "../registry.ts";
import { type Misdeed, misbehaving, misdeeds } from "../testing/misbehaving-solver.ts";
import { infeasibleModel, jobShopModel, knapsackModel, mixedModel } from "../testing/models.ts";
import { closeSolverWorkers } from "../worker-pool.ts";
import { runPortfolio } from "./portfolio.ts";
import { race } from "./race.ts";

afterAll(closeSolverWorkers);

const highs = solverById("highs");
const model = knapsackModel(20, 3, 2);
const knownOptimum = async (): Promise<number> => (await runPortfolio(model, {}, [highs])).answer.objective!;

/** As a solver of its own, so that several can take part. */
const broken = (misdeed: Misdeed): RegisteredSolver => {
  const entry = misbehaving(misdeed);
  return { ...entry, solver: { ...entry.solver, title: misdeed } };
};

describe("a race with a solver that misbehaves", () => {
  // A bound that nothing contradicts can end a race too soon; the test after the next one says what is left of it.
  const harmless = misdeeds.filter((misdeed) => misdeed !== "hopeful bound");
  test.each(harmless)("'%s' does no harm to the answer", async (misdeed) => {
    const best = await knownOptimum();
    const { answer, result } = await runPortfolio(
      model,
      { threads: 2, gapLimit: 0, timeLimitMs: 20_000, graceMs: 200 },
      [broken(misdeed), highs],
    );
    expect(answer).toMatchObject({ status: "optimal", objective: best, solver: "highs" });
    expect(answer.seconds).toBeLessThan(15);
    expect(result.members.map(({ solver }) => solver).sort()).toEqual(["highs", "misbehaving"]);
  });

  test("who denies all solutions is exposed by one, and believed when nobody finds any", async () => {
    const { answer } = await runPortfolio(model, { threads: 2, gapLimit: 0 }, [
      broken("false infeasible"),
      highs,
    ]);
    expect(answer.status).toBe("optimal");
    expect(answer.notes?.join()).toMatch(/no solution, though one (was found|is known)/);
    const searcher = solverById("neighbourhood");
    const none = await runPortfolio(infeasibleModel(), { threads: 2, timeLimitMs: 60_000 }, [
      highs,
      searcher,
    ]);
    expect(none.answer.status).toBe("infeasible");
    expect(none.answer.seconds).toBeLessThan(15);
  });

  test("all of them at once leave the one that works", async () => {
    const solvers = [...harmless.map(broken), highs];
    const hard = knapsackModel(100, 15, 4);
    const options = { threads: solvers.length, gapLimit: 0, timeLimitMs: 6000, graceMs: 200 };
    const { answer, result } = await runPortfolio(hard, options, solvers);
    expect(answer).toMatchObject({ solver: "highs", feasibility: { feasible: true } });
    expect(answer.bound).not.toBeNull();
    const said = answer.notes?.join(" ") ?? "";
    for (const what of [
      /throw: a bug/,
      /exit: .*ended early/,
      /false solution: .*breaks/,
      /false bound: .*contradicts/,
    ])
      expect(said).toMatch(what);
    expect(result.members.filter(({ outcome }) => outcome === "failed").length).toBeGreaterThanOrEqual(4);
  });

  /** All values are even, so that what is found never equals an odd bound. */
  const evenKnapsack = (): Model => {
    // So hard that nobody proves it within seconds.
    const { objective, ...rest } = knapsackModel(150, 20, 3);
    return { ...rest, objective: { ...objective, linear: objective.linear.map((value) => 2 * value) } };
  };

  // All solvers that hear bounds. In shops the false one is better than what is found, in knapsacks worse.
  test.each([
    ["job-shop", jobShopModel(20, 15, 3), 0.96],
    ["flexible-shop", jobShopModel(20, 15, 3), 0.96],
    ["knapsack", evenKnapsack(), 0.999],
  ] as const)(
    "a bound goes with who proved it, also when others have heard of it (%s)",
    async (id, problem, share) => {
      const options = { gapLimit: 0, timeLimitMs: 4000, graceMs: 3000, threads: 3, seed: 1 };
      const member = solverById(id);
      const honest = await runPortfolio(problem, { ...options, timeLimitMs: 1500 }, [member]);
      const said = 2 * Math.round((share * honest.answer.objective!) / 2) + 1;
      const liar = broken("hopeful bound");
      const bound = { ...liar.solver.options.bound!, default: 1000 * said };
      const hopeful = { ...liar, solver: { ...liar.solver, options: { ...liar.solver.options, bound } } };
      const { answer } = await runPortfolio(problem, options, [member, hopeful]);
      expect(answer.notes?.join()).toMatch(/breaks/);
      expect([honest.answer.status, answer.status]).toEqual(["feasible", "feasible"]);
      expect(answer.boundMethod ?? "").not.toMatch(/hopeful/);
      expect(answer.bound).not.toBeNull();
      const side = problem.sense === "minimize" ? 1 : -1;
      expect(side * (said - answer.bound!)).toBeGreaterThan(0);
    },
  );

  test("when nobody works, what went wrong is thrown", async () => {
    await expect(runPortfolio(model, {}, [broken("throw"), broken("exit")])).rejects.toMatchObject({
      message: "a bug",
    });
  });
});

test("a proof ends the race, an infeasible model too", async () => {
  const { answer } = await runPortfolio(infeasibleModel(), { threads: 2 }, [highs, broken("hang")]);
  expect(answer).toMatchObject({ status: "infeasible", solution: null, bound: null });
  expect(answer.seconds).toBeLessThan(10);
});

test("members that wait start from the best solution so far", async () => {
  const member = { entry: highs, seed: 1, reason: "", turnMs: Infinity, options: {} };
  const { answer, members } = await race(knapsackModel(60, 10, 4), [member, { ...member, seed: 2 }], {
    timeLimitMs: 30_000,
    gapLimit: 0,
    workLimit: 3,
    threads: 1,
    graceMs: 2000,
    now: () => performance.now(),
    startMs: performance.now(),
  });
  const [first, second] = members;
  expect(first!.objective).not.toBeNull();
  expect(second!.objective).toBeGreaterThanOrEqual(first!.objective!);
  expect(answer.objective).toBe(Math.max(first!.objective!, second!.objective!));
});

test("the timeline improves step by step, on one clock", async () => {
  const { answer } = await runPortfolio(knapsackModel(60, 10, 4), { threads: 2, timeLimitMs: 1500 }, [
    highs,
    highs,
  ]);
  const { timeline } = answer;
  expect(timeline.length).toBeGreaterThan(0);
  for (const [at, { objective, seconds }] of timeline.entries()) {
    expect(seconds).toBeLessThanOrEqual(answer.seconds);
    const before = timeline[at - 1]?.objective;
    if (before !== undefined && before !== null) expect(objective).toBeGreaterThanOrEqual(before);
  }
});

test("a warm start that nobody beats is the answer", async () => {
  const { answer: best } = await runPortfolio(mixedModel(), {}, [highs]);
  const { answer } = await runPortfolio(
    mixedModel(),
    { warmStart: best.solution!, timeLimitMs: 300, graceMs: 100 },
    [broken("hang")],
  );
  expect(answer).toMatchObject({ status: "feasible", objective: 11.5 });
});
