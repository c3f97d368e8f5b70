import type { Cost, Precision } from "@qtwin/kernel";
import { quantumError } from "../errors.ts";
import type { MinimiseOptions } from "../optimise/minimise.ts";
import { checkWhole } from "../run/check-whole.ts";
import type { CertifiedOptimum } from "../run/run.ts";
import type { AngleStart } from "./angles/start-angles.ts";
import type { QaoaGoal } from "./qaoa-objective.ts";

/** "none" measures the start as it is: fixed angles need no search. */
export type AngleSearch = "lbfgs" | "cobyla" | "spsa" | "none";

export interface QaoaRunOptions {
  /** 1 … 28 in f32, 1 … 27 in f64; L-BFGS holds two states, so one less. */
  readonly qubits: number;
  readonly cost: Cost;
  /** Pairs of cost and mixer, at least 1. */
  readonly layers: number;
  readonly start?: AngleStart;
  /** L-BFGS on exact gradients if absent; COBYLA where the goal is a CVaR or sampled. */
  readonly search?: AngleSearch;
  readonly goal?: QaoaGoal;
  /** Shots of each evaluation of the goal, as on hardware; 0, the exact value, if absent. */
  readonly shotsPerEvaluation?: number;
  /** Measurements of the final state, and as many of the uniform one beside it; 1024 if absent. */
  readonly shots?: number;
  /** Most evaluations and gradients; 500 if absent. */
  readonly workLimit?: number;
  /** f64 to 20 qubits, f32 above, if absent. */
  readonly precision?: Precision;
  /** Threads that work on one state from 16 qubits on; 1 if absent. */
  readonly threads?: number;
  /** The exact minimum where it is known already; enumerated if absent. */
  readonly certified?: CertifiedOptimum | null;
}

export type QaoaPlan = Required<QaoaRunOptions>;

/** @throws QT_QUANTUM_BAD_SIZE, QT_QUANTUM_BAD_PROBABILITY, QT_QUANTUM_NO_GRADIENT */
export function planOf(options: QaoaRunOptions): QaoaPlan {
  const { goal = { kind: "expectation" }, shotsPerEvaluation = 0, qubits } = options;
  const exactMean = goal.kind === "expectation" && shotsPerEvaluation === 0;
  const plan: QaoaPlan = {
    start: { kind: "sk" },
    search: exactMean ? "lbfgs" : "cobyla",
    shots: 1024,
    workLimit: 500,
    precision: qubits <= 20 ? "f64" : "f32",
    threads: 1,
    certified: null,
    ...options,
    goal,
    shotsPerEvaluation,
  };
  for (const name of ["qubits", "layers", "shots", "workLimit"] as const) checkWhole(plan[name], 1, name);
  checkWhole(shotsPerEvaluation, 0, "shotsPerEvaluation");
  if (goal.kind === "cvar" && !(goal.alpha > 0 && goal.alpha <= 1))
    throw quantumError("QT_QUANTUM_BAD_PROBABILITY", `alpha is ${goal.alpha}, not in (0, 1].`, "goal.alpha");
  if (plan.search === "lbfgs" && !exactMean)
    throw quantumError("QT_QUANTUM_NO_GRADIENT", "Only the exact mean energy has a gradient.", "search");
  return plan;
}

/** Settings that suit angles: those of good schedules differ by about 0.1 from layer to layer. */
export function searchOptions(
  { search, precision, shotsPerEvaluation }: QaoaPlan,
  seed: number,
): MinimiseOptions | null {
  switch (search) {
    case "lbfgs":
      return precision === "f64"
        ? { method: "lbfgs", firstStep: 0.05, gradientTolerance: 1e-6, valueTolerance: 1e-10 }
        : { method: "lbfgs", firstStep: 0.05, gradientTolerance: 1e-4, valueTolerance: 1e-6 };
    case "cobyla":
      return { method: "cobyla", firstRadius: 0.1, lastRadius: shotsPerEvaluation === 0 ? 1e-4 : 1e-2 };
    case "spsa":
      return { method: "spsa", seed, firstStep: 0.05, perturbation: 0.1 };
    case "none":
      return null;
  }
}
