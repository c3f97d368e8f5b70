import type { Answer, Incumbent, Model } from "@qtwin/model";
import { checkFeasibility } from "@qtwin/model";
import { arbitraryModel, exhaustiveOptimum } from "@qtwin/model/testing";
import * as fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { checkApplicable } from "../check-applicable.ts";
import { type RegisteredSolver, solverById } from "../registry.ts";
import { solveWith } from "../run.ts";
import type { SolveOptions } from "../solve-options.ts";
import { closeSolverWorkers } from "../worker-pool.ts";
import {
  emptyModel,
  infeasibleModel,
  knapsackModel,
  mixedModel,
  softModel,
  unboundedModel,
} from "./models.ts";

/** What every solver must do; a solver's contract test calls it with its id. */
export function solverContract(id: string): void {
  const entry = solverById(id);
  const run = (model: Model, options: SolveOptions = {}): Promise<Answer> => solveWith(entry, model, options);
  describe(`${id} keeps the solver contract`, () => {
    afterAll(closeSolverWorkers);
    outcomes(run, entry);
    agreesWithExhaustiveSearch(run, entry);
    stops(run, entry);
    repeats(run, entry);
    starts(run, entry);
  });
}

type Run = (model: Model, options?: SolveOptions) => Promise<Answer>;

/** Says what it is about; a solver that does not take the model must say why instead. */
function takes(entry: RegisteredSolver, model: Model): boolean {
  const { applies, reasons } = checkApplicable(entry.solver, model);
  if (!applies) expect(reasons.join()).not.toBe("");
  return applies;
}

/** The laws of any answer, whatever the model. */
function expectLawful(model: Model, answer: Answer): void {
  expect(answer.sense).toBe(model.sense);
  const worse = model.sense === "minimize" ? 1 : -1;
  if (answer.solution) {
    expect(answer.feasibility).toEqual(checkFeasibility(model, answer.solution));
    expect(answer.feasibility?.feasible).toBe(true);
  }
  if (answer.objective !== null && answer.bound !== null)
    expect((answer.objective - answer.bound) * worse).toBeGreaterThanOrEqual(0);
  for (const { objective, bound } of answer.timeline)
    if (objective !== null && bound !== null)
      expect((objective - bound) * worse).toBeGreaterThanOrEqual(-1e-6 * Math.max(1, Math.abs(objective)));
  expect(answer.status === "optimal" || answer.status === "feasible").toBe(answer.solution !== null);
}

function outcomes(run: Run, entry: RegisteredSolver): void {
  const proves = entry.solver.promises.optimality === "proven";
  test("an infeasible model is answered, not thrown", async () => {
    if (!takes(entry, infeasibleModel())) return;
    const answer = await run(infeasibleModel(), { timeLimitMs: 10_000 });
    expect(answer).toMatchObject({
      status: proves ? "infeasible" : "time-limit",
      solution: null,
      objective: null,
    });
  });

  test("an unbounded model is answered, not thrown", async () => {
    if (!proves || !takes(entry, unboundedModel())) return;
    expect(await run(unboundedModel())).toMatchObject({ status: "unbounded", solution: null });
  });

  test("a model without variables costs its constant", async () => {
    const answer = await run(emptyModel());
    expect(answer.objective).toBe(7);
    expectLawful(emptyModel(), answer);
  });

  test("continuous, integer and binary variables mix", async () => {
    if (!takes(entry, mixedModel())) return;
    const answer = await run(mixedModel());
    expectLawful(mixedModel(), answer);
    if (proves) expect(answer).toMatchObject({ status: "optimal", objective: 11.5 });
  });

  test("a soft constraint is broken where that pays, and reported", async () => {
    if (!takes(entry, softModel())) return;
    const answer = await run(softModel());
    expectLawful(softModel(), answer);
    if (!proves) return;
    expect(answer.objective).toBeCloseTo(7, 6);
    expect(answer.feasibility?.violations).toMatchObject([
      { constraintId: "wish", amount: 4, pricePerUnit: 2 },
    ]);
  });
}

function agreesWithExhaustiveSearch(run: Run, entry: RegisteredSolver): void {
  test("small models are solved as exhaustive search solves them", async () => {
    const models = arbitraryModel({
      enumerable: true,
      whole: true,
      soft: true,
      maxVariables: 5,
      maxConstraints: 4,
    });
    await fc.assert(
      fc.asyncProperty(models, async (model) => {
        if (!takes(entry, model)) return;
        const best = exhaustiveOptimum(model);
        const answer = await run(model, { gapLimit: 0, timeLimitMs: 20_000 });
        expectLawful(model, answer);
        if (best === null) expect(answer.solution).toBeNull();
        if (best === null || entry.solver.promises.optimality !== "proven") return;
        expect(answer.status).toBe("optimal");
        expect(answer.objective).toBeCloseTo(best, 6);
      }),
      { numRuns: 60 },
    );
  }, 120_000);
}

function stops(run: Run, entry: RegisteredSolver): void {
  const hard = knapsackModel(150, 20, 3);
  test("a deadline is kept and the best solution so far returned", async () => {
    if (!takes(entry, hard)) return;
    const answer = await run(hard, { timeLimitMs: 1500, gapLimit: 0 });
    expect(answer.seconds).toBeLessThan(1.5 + 2);
    expect(answer.status).not.toBe("optimal");
    expectLawful(hard, answer);
  });

  test("a request to stop is obeyed with the best solution so far", async () => {
    if (!takes(entry, hard)) return;
    const stop = new AbortController();
    const onIncumbent = ({ objective }: Incumbent): void => {
      if (objective !== null) stop.abort();
    };
    const answer = await run(hard, { timeLimitMs: 60_000, gapLimit: 0, signal: stop.signal, onIncumbent });
    expect(answer.seconds).toBeLessThan(20);
    expect(answer.notes?.join()).toMatch(/request/);
    expectLawful(hard, answer);
  }, 40_000);

  test("a request made before the start is obeyed too", async () => {
    if (!takes(entry, hard)) return;
    const answer = await run(hard, { timeLimitMs: 60_000, gapLimit: 0, signal: AbortSignal.abort() });
    expect(answer.seconds).toBeLessThan(20);
    expect(answer.status).not.toBe("optimal");
  }, 40_000);
}

function repeats(run: Run, entry: RegisteredSolver): void {
  test("the same seed and work limit give the same answer", async () => {
    const model = knapsackModel(40, 5, 5);
    if (!takes(entry, model)) return;
    const options = { seed: 11, workLimit: 5, gapLimit: 0, timeLimitMs: 60_000 };
    const [first, second] = [await run(model, options), await run(model, options)];
    expect(first.solution).not.toBeNull();
    expect(second.solution).toEqual(first.solution);
    expect(second.bound).toBe(first.bound);
  }, 120_000);
}

function starts(run: Run, entry: RegisteredSolver): void {
  test("a warm start is accepted, and the answer is no worse", async () => {
    const model = knapsackModel(40, 5, 5);
    if (!entry.solver.promises.warmStart || !takes(entry, model)) return;
    const known = await run(model, { timeLimitMs: 20_000, workLimit: 20 });
    expect(known.solution).not.toBeNull();
    const again = await run(model, { workLimit: 0, timeLimitMs: 20_000, warmStart: known.solution! });
    expect(again.objective! - known.objective!).toBeGreaterThanOrEqual(-1e-6);
    expectLawful(model, again);
  }, 60_000);

  test("a warm start that breaks rows does no harm", async () => {
    if (!entry.solver.promises.warmStart || !takes(entry, mixedModel())) return;
    const answer = await run(mixedModel(), { warmStart: Float64Array.of(99, 99, 99) });
    expectLawful(mixedModel(), answer);
    expect(answer.solution).not.toBeNull();
  });
}
