import annealing from "./annealing/solver.ts";
import assignment from "./assignment/solver.ts";
import bifurcation from "./bifurcation/solver.ts";
import type { Solver } from "./contract.ts";
import { solverError } from "./errors.ts";
import flexibleShop from "./flexible-shop/solver.ts";
import highs from "./highs/solver.ts";
import jobShop from "./job-shop/solver.ts";
import knapsack from "./knapsack/solver.ts";
import neighbourhood from "./neighbourhood/solver.ts";
import qaoa from "./qaoa/solver.ts";
import quadraticExact from "./quadratic-exact/solver.ts";
import semidefinite from "./semidefinite/solver.ts";
import tabu from "./tabu/solver.ts";
import tempering from "./tempering/solver.ts";

/** A solver and the module a worker loads it from. */
export interface RegisteredSolver {
  readonly solver: Solver;
  readonly module: string;
}

const register = (solver: Solver): RegisteredSolver => ({
  solver,
  module: new URL(`./${solver.id}/solver.ts`, import.meta.url).href,
});

/** All solvers, one folder each; `portfolio/usual-order.ts` says in which order they are tried. */
export const registeredSolvers: readonly RegisteredSolver[] = [
  annealing,
  assignment,
  bifurcation,
  flexibleShop,
  highs,
  jobShop,
  knapsack,
  neighbourhood,
  qaoa,
  quadraticExact,
  semidefinite,
  tabu,
  tempering,
].map(register);

/** @throws QT_SOLVERS_UNKNOWN */
export function solverById(id: string): RegisteredSolver {
  const found = registeredSolvers.find(({ solver }) => solver.id === id);
  if (found) return found;
  const known = registeredSolvers.map(({ solver }) => solver.id).join(", ");
  throw solverError("QT_SOLVERS_UNKNOWN", `There is no solver '${id}'; there is ${known}.`, id);
}
