import type { Answer, Incumbent, Model } from "@qtwin/model";
import { checkFeasibility } from "@qtwin/model";
import { arbitraryModel, exhaustiveOptimum } from "@qtwin/model/testing";
import * as fc from "fast-check";
import { expect } from "vitest";
import { checkApplicable } from "../check-applicable.ts";
import type { RegisteredSolver } from "../registry.ts";
import { solveWith } from "../run.ts";
import type { SolveOptions } from "../solve-options.ts";
import {
  emptyModel,
  flexibleShopModel,
  hardModels,
  infeasibleModel,
  jobShopModel,
  knapsackModel,
  layoutModel,
  mixedModel,
  partsModel,
  quboModel,
  softModel,
  unboundedModel,
} from "./models.ts";

/** One thing every solver must do. */
export interface Law {
  readonly name: string;
  /** Throws when the solver breaks it. */
  readonly check: () => Promise<void>;
}

/** Smaller ones of the same kinds. */
const easyModels = (): Model[] => [
  knapsackModel(40, 5, 5),
  quboModel(16, 0.5, 5),
  jobShopModel(4, 3, 5),
  flexibleShopModel(3, 3, 5),
  layoutModel(5, 5),
  partsModel(6, 4, 3, 5),
];

type Run = (model: Model, options?: SolveOptions) => Promise<Answer>;

/** The laws of the contract for one solver. */
export function solverLaws(entry: RegisteredSolver): readonly Law[] {
  const run: Run = (model, options = {}) => solveWith(entry, model, options);
  return [...outcomes(run, entry), ...answers(run, entry), ...stops(run, entry), ...starts(run, entry)];
}

/** A solver that does not take the model must say why instead. */
function takes(entry: RegisteredSolver, model: Model): boolean {
  const { applies, reasons } = checkApplicable(entry.solver, model);
  if (!applies) expect(reasons.join()).not.toBe("");
  return applies;
}

const taken = (entry: RegisteredSolver, models: readonly Model[]): readonly Model[] =>
  models.filter((model) => takes(entry, model));

/** Of the models a solver takes, those that need the fewest rewrites: what hard models become by more can be another matter. */
function nearest(entry: RegisteredSolver, models: readonly Model[]): readonly Model[] {
  const steps = (model: Model): number => checkApplicable(entry.solver, model).path.length;
  const mine = taken(entry, models);
  // What takes none of them is small by its nature: a model that is hard for it will do.
  const candidates = mine.length > 0 ? mine : taken(entry, [quboModel(18, 0.6, 3)]);
  const fewest = Math.min(...candidates.map(steps));
  const hard = candidates.filter((model) => steps(model) === fewest);
  expect(hard).not.toEqual([]);
  return hard;
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
  // What had to be ended by force or taken back is harmless, but no solver should need it.
  expect(answer.notes?.join(" ") ?? "").not.toMatch(/thread (was )?ended|contradicts/);
}

function outcomes(run: Run, entry: RegisteredSolver): Law[] {
  const proves = entry.solver.promises.optimality === "proven";
  return [
    {
      name: "it takes one of the suite's models at least",
      check: async () => expect(taken(entry, [...easyModels(), mixedModel()])).not.toEqual([]),
    },
    {
      name: "an infeasible model is answered, not thrown",
      check: async () => {
        if (!takes(entry, infeasibleModel())) return;
        const answer = await run(infeasibleModel(), { timeLimitMs: proves ? 10_000 : 1000 });
        expect(answer).toMatchObject({ solution: null, objective: null });
        expect(answer.status).toBe(proves ? "infeasible" : "time-limit");
      },
    },
    {
      name: "an unbounded model is answered, not thrown",
      check: async () => {
        if (!proves || !takes(entry, unboundedModel())) return;
        expect(await run(unboundedModel())).toMatchObject({ status: "unbounded", solution: null });
      },
    },
    {
      name: "a model without variables costs its constant",
      check: async () => {
        if (!takes(entry, emptyModel())) return;
        const answer = await run(emptyModel());
        expect(answer.objective).toBe(7);
        expectLawful(emptyModel(), answer);
      },
    },
    {
      name: "continuous, integer and binary variables mix",
      check: async () => {
        if (!takes(entry, mixedModel())) return;
        const answer = await run(mixedModel(), { timeLimitMs: proves ? 60_000 : 2000 });
        expectLawful(mixedModel(), answer);
        if (proves) expect(answer).toMatchObject({ status: "optimal", objective: 11.5 });
      },
    },
    {
      name: "a soft constraint is broken where that pays, and reported",
      check: async () => {
        if (!takes(entry, softModel())) return;
        const answer = await run(softModel(), { timeLimitMs: proves ? 60_000 : 2000 });
        expectLawful(softModel(), answer);
        if (!proves) return;
        expect(answer.objective).toBeCloseTo(7, 6);
        expect(answer.feasibility?.violations).toMatchObject([
          { constraintId: "wish", amount: 4, pricePerUnit: 2 },
        ]);
      },
    },
  ];
}

function answers(run: Run, entry: RegisteredSolver): Law[] {
  const proves = entry.solver.promises.optimality === "proven";
  const agreesWithSearch = async (model: Model): Promise<void> => {
    if (!takes(entry, model)) return;
    const best = exhaustiveOptimum(model);
    const answer = await run(model, { gapLimit: 0, timeLimitMs: proves ? 20_000 : 200 });
    expectLawful(model, answer);
    if (best === null) expect(answer.solution).toBeNull();
    if (best === null) return;
    const better = (model.sense === "minimize" ? 1 : -1) * ((answer.bound ?? best) - best);
    if (answer.bound !== null) expect(better).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(best)));
    if (!proves) return;
    expect(answer.status).toBe("optimal");
    expect(answer.objective).toBeCloseTo(best, 6);
  };
  return [
    {
      name: "small models are solved as exhaustive search solves them",
      check: () => {
        const shape = { enumerable: true, whole: true, soft: true, maxVariables: 5, maxConstraints: 4 };
        const numRuns = proves ? 60 : 10;
        return fc.assert(fc.asyncProperty(arbitraryModel(shape), agreesWithSearch), { numRuns });
      },
    },
    {
      name: "small models of every structure are solved, to the end where it proves",
      check: async () => {
        for (const model of taken(entry, easyModels())) {
          const answer = await run(model, { gapLimit: 0, timeLimitMs: proves ? 20_000 : 500 });
          expectLawful(model, answer);
          expect(answer.solution).not.toBeNull();
          if (proves) expect(answer.status).toBe("optimal");
        }
      },
    },
    {
      name: "the same seed and work limit give the same answer",
      check: async () => {
        for (const model of taken(entry, easyModels())) {
          const options = { seed: 11, workLimit: 5, gapLimit: 0, timeLimitMs: 60_000 };
          const [first, second] = [await run(model, options), await run(model, options)];
          expect(first.solution).not.toBeNull();
          expect(second.solution).toEqual(first.solution);
          expect(second.bound).toBe(first.bound);
        }
      },
    },
  ];
}

function stops(run: Run, entry: RegisteredSolver): Law[] {
  return [
    {
      name: "a deadline is kept and the best solution so far returned",
      check: async () => {
        for (const hard of nearest(entry, hardModels())) {
          const answer = await run(hard, { timeLimitMs: 1500, gapLimit: 0 });
          expect(answer.seconds).toBeLessThan(1.5 + 2);
          expect(answer.status).not.toBe("optimal");
          expectLawful(hard, answer);
        }
      },
    },
    {
      name: "a request to stop is obeyed with the best solution so far",
      check: async () => {
        for (const hard of nearest(entry, hardModels())) {
          const stop = new AbortController();
          const onIncumbent = ({ objective }: Incumbent): void => {
            if (objective !== null) stop.abort();
          };
          const options = { timeLimitMs: 60_000, gapLimit: 0, signal: stop.signal, onIncumbent };
          const answer = await run(hard, options);
          expect(answer.seconds).toBeLessThan(20);
          expect(answer.notes?.join()).toMatch(/request/);
          expectLawful(hard, answer);
        }
      },
    },
    {
      name: "a request made before the start is obeyed too",
      check: async () => {
        for (const hard of nearest(entry, hardModels())) {
          const answer = await run(hard, { timeLimitMs: 60_000, gapLimit: 0, signal: AbortSignal.abort() });
          expect(answer.seconds).toBeLessThan(20);
          expect(answer.status).not.toBe("optimal");
          expectLawful(hard, answer);
        }
      },
    },
  ];
}

function starts(run: Run, entry: RegisteredSolver): Law[] {
  const { warmStart } = entry.solver.promises;
  return [
    {
      name: "a warm start is accepted, and the answer is no worse",
      check: async () => {
        for (const model of taken(entry, warmStart ? easyModels() : [])) {
          const known = await run(model, { timeLimitMs: 20_000, workLimit: 5 });
          expect(known.solution).not.toBeNull();
          const again = await run(model, { workLimit: 0, timeLimitMs: 20_000, warmStart: known.solution! });
          const worse = model.sense === "minimize" ? 1 : -1;
          expect(worse * (again.objective! - known.objective!)).toBeLessThanOrEqual(1e-6);
          expectLawful(model, again);
        }
      },
    },
    {
      name: "a warm start that breaks rows does no harm",
      check: async () => {
        for (const model of taken(entry, warmStart ? [mixedModel(), ...easyModels()] : [])) {
          const wrong = new Float64Array(model.variables.count).fill(99);
          const answer = await run(model, { warmStart: wrong, timeLimitMs: 5000, workLimit: 5 });
          expectLawful(model, answer);
          expect(answer.solution).not.toBeNull();
        }
      },
    },
  ];
}
