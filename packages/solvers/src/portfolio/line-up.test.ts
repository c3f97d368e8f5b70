import { describe, expect, test } from "vitest";
import type { Solver } from "../contract.ts";
import { type RegisteredSolver, solverById } from "../registry.ts";
import { infeasibleModel, knapsackModel, quboModel } from "../testing/models.ts";
import { lessonOf, withLesson } from "./experience.ts";
import { lineUp } from "./line-up.ts";
import { problemClass } from "./problem-class.ts";

/** A solver that takes QUBOs, by name. */
function quboSolver(id: string, optimality: "proven" | "none" = "none"): RegisteredSolver {
  const solver: Solver = {
    ...solverById("highs").solver,
    id,
    title: id,
    accepts: { features: ["quadratic-objective"], maxVariables: 1000, maxConstraints: 0 },
    promises: { optimality, bound: false, anytime: true, warmStart: true, workUnit: "flips" },
  };
  return { solver, module: "" };
}
const qubo = quboModel(100, 0.5, 1);
const solvers = [quboSolver("annealing"), quboSolver("tabu"), quboSolver("quadratic-exact", "proven")];
const known = problemClass(qubo, solvers);
const ids = (...options: [Parameters<typeof lineUp>[3]?, Parameters<typeof lineUp>[4]?]): string[] => {
  const [preset = "balanced", experience] = options;
  return lineUp(qubo, solvers, known, preset, experience).places.map(({ entry }) => entry.solver.id);
};

describe("classes of problems", () => {
  test("are told by structure, density and size", () => {
    expect(known).toEqual({ kind: "qubo", name: "qubo/dense/30-100" });
    expect(problemClass(quboModel(400, 0.02, 1), solvers).name).toBe("qubo/sparse/300-1000");
    expect(problemClass(knapsackModel(20, 2, 1), [solverById("highs")]).name).toBe("mixed-integer/10-30");
    expect(problemClass(infeasibleModel(), [solverById("highs")]).name).toBe("mixed-integer/to-10");
  });
});

describe("the order of the solvers", () => {
  test("starts as usual, with exact search early where it may end", () => {
    expect(ids()).toEqual(["tabu", "quadratic-exact", "annealing"]);
    const first = (variables: number): string | undefined => {
      const model = quboModel(variables, 0.5, 1);
      const { places } = lineUp(model, solvers, problemClass(model, solvers), "balanced");
      return places[0]?.entry.solver.id;
    };
    expect(first(40)).toBe("quadratic-exact");
    expect(first(200)).toBe("tabu");
  });

  test("has who bounds large problems second, however many races others have won", () => {
    const all = [...solvers, quboSolver("semidefinite")];
    const placed = (variables: number): string[] => {
      const model = quboModel(variables, 0.5, 1);
      const found = problemClass(model, all);
      const lesson = { tabu: { races: 50, wins: 25 }, annealing: { races: 50, wins: 25 } };
      const experience = { [found.name]: { ...lesson, semidefinite: { races: 50, wins: 0 } } };
      return lineUp(model, all, found, "balanced", experience).places.map(({ entry }) => entry.solver.id);
    };
    expect(placed(200)[1]).toBe("semidefinite");
    expect(placed(100)[1]).not.toBe("semidefinite");
  });

  test("has proofs first where proofs are asked for, and last where speed is", () => {
    expect(ids("prove")[0]).toBe("quadratic-exact");
    expect(ids("fast").at(-1)).toBe("quadratic-exact");
  });

  test("is corrected by who won, and says so", () => {
    const experience = {
      [known.name]: { tabu: { races: 20, wins: 1 }, annealing: { races: 20, wins: 19 } },
      other: { tabu: { races: 9, wins: 9 } },
    };
    expect(ids("balanced", experience)[0]).toBe("annealing");
    const { places } = lineUp(qubo, solvers, known, "balanced", experience);
    expect(places[0]!.reason).toBe("number 3 in the usual order; 19 wins in 20 races of qubo/dense/30-100");
    expect(ids("balanced", { other: experience.other })).toEqual(ids());
  });

  test("names who does not take the model, and why", () => {
    const { places, refused } = lineUp(knapsackModel(2000, 1, 1), solvers, known, "balanced");
    expect(places).toEqual([]);
    expect(refused.map(({ reasons }) => reasons.join())).toEqual([
      expect.stringMatching(/at most 1000 variables/),
      expect.stringMatching(/at most 1000 variables/),
      expect.stringMatching(/at most 1000 variables/),
    ]);
  });
});

describe("what a race teaches", () => {
  const report = (solver: string, outcome: "ended" | "not started" = "ended") => ({
    ...{ solver, seed: 1, reason: "", seconds: 1, objective: 1, bound: null },
    outcome,
  });
  const member = (entry: RegisteredSolver) => ({ entry, seed: 1, reason: "", turnMs: Infinity, options: {} });
  const answer = {
    status: "optimal",
    objective: 1,
    bound: 1,
    gap: 0,
    solution: null,
    feasibility: null,
  } as const;
  const [, tabu, exact] = solvers as [RegisteredSolver, RegisteredSolver, RegisteredSolver];

  test("half a win for the solution, half for the proof", () => {
    const members = ["tabu", "annealing", "quadratic-exact"].map((id) => report(id));
    const lesson = lessonOf({ members, winner: member(tabu), boundBy: member(exact), answer });
    expect(lesson).toEqual({
      tabu: { races: 1, wins: 0.5 },
      annealing: { races: 1, wins: 0 },
      "quadratic-exact": { races: 1, wins: 0.5 },
    });
  });

  test("a race without an opponent teaches nothing", () => {
    const members = [report("tabu"), report("annealing", "not started")];
    expect(lessonOf({ members, winner: member(tabu), boundBy: null, answer })).toEqual({});
  });

  test("lessons add up by class", () => {
    const lesson = { tabu: { races: 1, wins: 0.5 } };
    const twice = withLesson(withLesson({}, "a", lesson), "a", lesson);
    expect(withLesson(twice, "b", { annealing: { races: 1, wins: 1 } })).toEqual({
      a: { tabu: { races: 2, wins: 1 } },
      b: { annealing: { races: 1, wins: 1 } },
    });
  });
});
