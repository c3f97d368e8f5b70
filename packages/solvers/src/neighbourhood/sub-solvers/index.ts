import { annealing } from "./annealing.ts";
import { exactMilp } from "./exact-milp.ts";
import { exactQubo } from "./exact-qubo.ts";
import { qaoa } from "./qaoa.ts";
import type { SubSolver } from "./sub-solver.ts";
import { tabu } from "./tabu.ts";

/** Sub-solvers by their number in the option `subSolver`; 0 leaves it to the model. */
export const subSolverIds = ["automatic", "exact-milp", "exact-qubo", "annealing", "qaoa", "tabu"] as const;
export type SubSolverId = Exclude<(typeof subSolverIds)[number], "automatic">;

/** Limits of one neighbourhood, as the solver's options have them. */
export interface SubLimits {
  readonly nodes: number;
  readonly qubits: number;
  readonly variables: number;
  readonly sweeps: number;
  readonly layers: number;
  readonly evaluations: number;
  readonly shots: number;
}

export const usualLimits: SubLimits = {
  nodes: 100,
  qubits: 18,
  variables: 200,
  sweeps: 200,
  layers: 2,
  evaluations: 60,
  shots: 512,
};

export function subSolverOf(id: SubSolverId, limits: SubLimits): SubSolver {
  switch (id) {
    case "exact-milp":
      return exactMilp(limits.nodes);
    case "exact-qubo":
      return exactQubo(limits.qubits);
    case "annealing":
      return annealing(limits.variables, limits.sweeps);
    case "qaoa":
      return qaoa(limits);
    case "tabu":
      return tabu(limits.variables);
  }
}
