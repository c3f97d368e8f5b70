import { createModel, type Model } from "@qtwin/model";
import { afterAll, describe, expect, test } from "vitest";
import { checkApplicable } from "./check-applicable.ts";
import { type RegisteredSolver, solverById } from "./registry.ts";
import { solve, solveWith } from "./run.ts";
import type { SolveOptions } from "./solve-options.ts";
import solver, { type Misdeed, misbehaving } from "./testing/misbehaving-solver.ts";
import { knapsackModel, mixedModel, softModel, unboundedModel } from "./testing/models.ts";
import { warmSolverWorker } from "./warm.ts";
import { closeSolverWorkers } from "./worker-pool.ts";

afterAll(closeSolverWorkers);

const misbehave = (misdeed: Misdeed, options: SolveOptions = {}) =>
  solveWith(misbehaving(misdeed), mixedModel(), { timeLimitMs: 200, graceMs: 100, ...options });

describe("a solver that misbehaves", () => {
  test("one that hangs is ended at its deadline, and that is said", async () => {
    const answer = await misbehave("hang");
    expect(answer).toMatchObject({ status: "time-limit", solution: null, objective: null, gap: null });
    expect(answer.notes).toEqual(["The solver missed its deadline and its thread was ended."]);
    expect(answer.seconds).toBeLessThan(5);
  });

  test("one that hangs after a solution leaves that solution, checked, with its bound", async () => {
    const answer = await misbehave("hang after a solution", { timeLimitMs: 3000 });
    expect(answer).toMatchObject({
      status: "feasible",
      objective: 0,
      bound: 99,
      feasibility: { feasible: true },
    });
    expect(answer.timeline).toMatchObject([{ objective: 0, bound: 99, solver: "misbehaving" }]);
  });

  test("one that does not stop on request is ended", async () => {
    const answer = await misbehave("hang", { timeLimitMs: 60_000, signal: AbortSignal.timeout(50) });
    expect(answer.notes).toEqual(["The solver did not stop on request and its thread was ended."]);
    expect(answer.seconds).toBeLessThan(10);
  });

  test("one whose thread ends is a precise error, or its solution so far", async () => {
    await expect(misbehave("exit", { timeLimitMs: 10_000 })).rejects.toMatchObject({
      kind: "internal",
      code: "QT_SOLVERS_WORKER_DIED",
      message: expect.stringContaining("exit code 3"),
    });
    const answer = await misbehave("exit after a solution", { timeLimitMs: 10_000 });
    expect(answer).toMatchObject({ status: "feasible", objective: 0 });
    expect(answer.notes).toEqual(["The solver's thread ended early: exit code 3."]);
  });

  test("one that throws is passed on", async () => {
    await expect(misbehave("throw", { timeLimitMs: 10_000 })).rejects.toMatchObject({
      kind: "internal",
      message: "a bug",
    });
  });

  test("one that claims a solution that breaks the model is not believed", async () => {
    await expect(misbehave("false solution", { timeLimitMs: 10_000 })).rejects.toMatchObject({
      code: "QT_SOLVERS_WRONG_ANSWER",
      message: expect.stringMatching(/breaks '.+' by/),
    });
  });

  test("one whose bound contradicts its solution loses the bound and the claim to be optimal", async () => {
    const answer = await misbehave("false bound", { timeLimitMs: 10_000 });
    expect(answer).toMatchObject({ status: "feasible", bound: null, gap: null });
    expect(answer.notes?.join()).toMatch(/contradicts/);
  });

  test("one that sends values of another length is a precise error", async () => {
    await expect(misbehave("wrong length", { timeLimitMs: 10_000 })).rejects.toMatchObject({
      code: "QT_MODEL_WRONG_LENGTH",
    });
  });

  test.each(["speak after the end", "exit after the end"] as const)(
    "what one does that would '%s' is not the next one's",
    async (misdeed) => {
      const first = await misbehave(misdeed, { timeLimitMs: 10_000 });
      expect(first).toMatchObject({ status: "feasible", objective: 0 });
      const answer = await solve(knapsackModel(40, 5, 5), { solver: "highs" });
      expect(answer).toMatchObject({ status: "optimal", solver: "highs" });
      expect(answer.timeline.every(({ bound }) => bound !== 123_456)).toBe(true);
      expect(answer.notes).toBeUndefined();
    },
  );

  test("does not harm the solves after it", async () => {
    await warmSolverWorker();
    await misbehave("hang");
    await expect(misbehave("exit", { timeLimitMs: 10_000 })).rejects.toThrow("exit code 3");
    expect(await solve(mixedModel())).toMatchObject({ status: "optimal", objective: 11.5 });
  });
});

test("one worker serves many solves, more than it lives for", async () => {
  for (let count = 0; count < 55; count++) expect((await solve(mixedModel())).objective).toBe(11.5);
});

test("solves at the same time do not disturb each other", async () => {
  const answers = await Promise.all([solve(mixedModel()), solve(softModel()), solve(mixedModel())]);
  expect(answers.map((answer) => answer.status)).toEqual(["optimal", "optimal", "optimal"]);
  expect(answers[1]?.objective).toBeCloseTo(7, 6);
});

describe("what a solver takes", () => {
  test("soft constraints need a rewrite, sizes a reason", () => {
    expect(checkApplicable(solver, softModel())).toEqual({ applies: true, reasons: [], path: ["soft-rows"] });
    expect(checkApplicable(solver, mixedModel()).path).toEqual([]);
    const { applies, reasons } = checkApplicable(solver, knapsackModel(1001, 1, 1));
    expect(applies).toBe(false);
    expect(reasons).toEqual(["A solver that misbehaves takes at most 1000 variables, the model has 1001."]);
  });

  test("a model it does not take is refused as unsupported, an unknown solver as not found", async () => {
    await expect(solveWith(misbehaving("throw"), knapsackModel(1001, 1, 1))).rejects.toMatchObject({
      kind: "unsupported",
      code: "QT_SOLVERS_NOT_APPLICABLE",
    });
    await expect(solve(mixedModel(), { solver: "cplex" })).rejects.toMatchObject({
      kind: "not-found",
      message: expect.stringMatching(/There is no solver 'cplex'; there is annealing, .*highs/),
    });
  });

  test.each([
    [{ seed: -1 }, "seed"],
    [{ gapLimit: Number.NaN }, "gapLimit"],
    [{ timeLimitMs: -1 }, "timeLimitMs"],
    [{ workLimit: -1 }, "workLimit"],
    [{ options: { presolve: 7 } }, "presolve"],
    [{ options: { turbo: 1 } }, "turbo"],
  ])("an option out of range is named: %o", async (options, where) => {
    await expect(solve(mixedModel(), options)).rejects.toMatchObject({
      code: "QT_SOLVERS_BAD_OPTION",
      where,
    });
  });
});

test("a time limit of months is no time limit of nothing", async () => {
  const answer = await solve(mixedModel(), { solver: "highs", timeLimitMs: 3e9 });
  expect(answer).toMatchObject({ status: "optimal", objective: 11.5 });
});

describe("what is done ahead of the race counts", () => {
  /** A solver that takes long to see whether it takes a model. */
  const slowToSee = (entry: RegisteredSolver, see: () => void): RegisteredSolver => {
    const recognise = (): readonly string[] => {
      see();
      return [];
    };
    return { ...entry, solver: { ...entry.solver, accepts: { ...entry.solver.accepts, recognise } } };
  };

  test("to see whether a solver takes the model is in its seconds", async () => {
    let ms = 100;
    const entry = slowToSee(solverById("highs"), () => {
      ms += 5000;
    });
    const answer = await solveWith(entry, mixedModel(), { now: () => ms });
    expect(answer).toMatchObject({ status: "optimal", seconds: 5 });
    expect(answer.timeline.every(({ seconds }) => seconds >= 5)).toBe(true);
  });

  test("and in its limit", async () => {
    let ms = 100;
    const entry = slowToSee(misbehaving("hang"), () => {
      ms += 1e9;
    });
    const answer = await solveWith(entry, mixedModel(), { now: () => ms, timeLimitMs: 1e9, graceMs: 100 });
    expect(answer.notes).toEqual(["The solver missed its deadline and its thread was ended."]);
  });

  test.each([undefined, "highs"])("and so is to write every scenario out, with solver %s", async (solver) => {
    let ms = 100;
    const model = recourseModel();
    const slow: Model = {
      ...model,
      get objective() {
        ms += 5000;
        return model.objective;
      },
    };
    const answer = await solve(slow, { now: () => ms, ...(solver ? { solver } : {}) });
    expect(answer).toMatchObject({ status: "optimal", objective: 11 });
    expect(answer.seconds).toBeGreaterThanOrEqual(5);
  });
});

/** Of 4, or 6 once in four times, each costs 2 when ordered now and 6 later: 4 now and 2 once in four times cost 11. */
function recourseModel(): Model {
  const model = createModel({ name: "supply", sense: "minimize" });
  model.scenarios(["mild", "cold"], [3, 1]);
  const demand = model.parameter({ id: "demand", unit: "kW", values: [4, 6] });
  const ordered = model.integer("ordered", { upper: 10 });
  const more = model.integer("more", { upper: 9, recourse: true });
  const said = (id: string) => ({ id, rule: id, sentence: `About ${id}.`, unit: "kW" });
  model
    .constraint(said("cover"))
    .plus(1, ordered)
    .plus(1, more)
    .constant({ ...demand, factor: -1 })
    .atLeast(0);
  model.objective(said("cost")).plus(2, ordered).plus(6, more);
  return model.build();
}

test("what a listener throws reaches the caller", async () => {
  const onIncumbent = (): void => {
    throw new Error("the screen is gone");
  };
  await expect(solve(knapsackModel(40, 5, 5), { onIncumbent })).rejects.toThrow("the screen is gone");
});

test("an unbounded model is unbounded, though a point is known", async () => {
  const answer = await solve(unboundedModel(), { warmStart: Float64Array.of(0, 0) });
  expect(answer).toMatchObject({ status: "unbounded", solution: null, bound: null });
});
