import annealing from "../../annealing/solver.ts";
import type { Solver } from "../../contract.ts";
import tabu from "../../tabu/solver.ts";

/** The plain solvers of QUBOs that stand beside every quantum run. */
export const controlSolvers: readonly Solver[] = [annealing, tabu];
