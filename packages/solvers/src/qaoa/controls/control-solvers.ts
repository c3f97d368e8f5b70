import type { Solver } from "../../contract.ts";

/** The plain solvers of QUBOs that stand beside every quantum run. */
export const controlSolvers: readonly Solver[] = [];
