import type { Cost, OneHotGroups, Precision, SubspaceMixer } from "@qtwin/kernel";
import { quantumError } from "../errors.ts";
import type { AngleStart } from "../qaoa/angles/start-angles.ts";
import { checkWhole } from "../run/check-whole.ts";

/** A cost of binary variables of which exactly one in each group is 1; every variable stands in one group. */
export interface OneHotProblem {
  /** Penalties for breaking a group are constant here and may stay in. */
  readonly cost: Cost;
  readonly groups: OneHotGroups;
}

export interface SubspaceQaoaOptions {
  /** Pairs of cost and mixer, at least 1. */
  readonly layers: number;
  /** "ring" if absent, as the circuit of the xy-ring mixer has it. */
  readonly mixer?: SubspaceMixer;
  /** A linear ramp if absent; "interp" grows layer by layer. */
  readonly start?: AngleStart;
  /** The mean of the best fraction of the probability is minimised; 1, the mean energy, if absent. */
  readonly alpha?: number;
  /** Measurements of the final state, and as many of the uniform feasible one; 1024 if absent. */
  readonly shots?: number;
  /** Most gradients; 200 if absent. */
  readonly workLimit?: number;
  /** f64 to 2^20 feasible assignments, f32 above, if absent. */
  readonly precision?: Precision;
}

export type SubspacePlan = Required<SubspaceQaoaOptions> & OneHotProblem;

/** @throws QT_QUANTUM_BAD_SIZE, QT_QUANTUM_BAD_PROBABILITY */
export function planSubspaceRun(problem: OneHotProblem, options: SubspaceQaoaOptions): SubspacePlan {
  const size = problem.groups.reduce((count, { length }) => count * length, 1);
  const plan: SubspacePlan = {
    ...{ mixer: "ring", start: { kind: "ramp" }, alpha: 1, shots: 1024, workLimit: 200 },
    precision: size <= 2 ** 20 ? "f64" : "f32",
    ...options,
    ...problem,
  };
  for (const name of ["layers", "shots", "workLimit"] as const) checkWhole(plan[name], 1, name);
  if (!(plan.alpha > 0 && plan.alpha <= 1))
    throw quantumError("QT_QUANTUM_BAD_PROBABILITY", `alpha is ${plan.alpha}, not in (0, 1].`, "alpha");
  return plan;
}
