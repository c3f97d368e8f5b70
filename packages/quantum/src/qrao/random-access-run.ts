import type { QuadraticCost } from "@qtwin/kernel";
import type { LocalSearchControl } from "../local-search/control.ts";
import type { Assignment, QuantumRun } from "../run/run.ts";
import type { EstimatedMean } from "../simulate/running-mean.ts";
import type { VqeOptions } from "../vqe/vqe-run.ts";
import type { CodeSize } from "./encoding.ts";

/** How the relaxed state is found. */
export type Relaxation =
  /** The lowest state by Lanczos, in the memory of 25 states or 2 GiB; `tolerance` is that of `groundState`. */
  | { readonly kind: "lanczos"; readonly tolerance?: number }
  | ({ readonly kind: "vqe" } & Omit<VqeOptions, "hamiltonian">);

export interface RandomAccessOptions {
  /** To be minimised; as many variables as `linear` has entries. */
  readonly cost: QuadraticCost;
  /** Variables on one qubit at most; 3 if absent. */
  readonly code?: CodeSize;
  /** Lanczos up to 16 qubits and VQE above if absent. */
  readonly relaxation?: Relaxation;
  /** Shots of magic-state rounding; 100 if absent. */
  readonly shots?: number;
}

export interface MagicRounding {
  readonly best: Assignment;
  /** Energy over all shots. */
  readonly energy: EstimatedMean;
  readonly shots: number;
}

/**
 * A heuristic. `expectation` is the relaxed energy; `successProbability` the share of magic shots that are optimal,
 * before local search. `best` is what local search makes of all roundings; the control searches as often from random bits,
 * and once more for each evaluation and gradient of the relaxation. Lanczos counts an evaluation for each application of H.
 */
export interface RandomAccessRun extends QuantumRun {
  readonly algorithm: "quantum random access optimisation";
  readonly expectation: number;
  readonly variables: number;
  readonly code: CodeSize;
  readonly relaxation: Relaxation["kind"];
  /**
   * The lowest relaxed energy by Lanczos, where small; null where the signal cut it short. If it is the lowest, which is
   * likely and not proved, no assignment has less, up to `residual`.
   */
  readonly bound: { readonly energy: number; readonly residual: number } | null;
  /** Each variable by the sign of its exact expectation. */
  readonly pauli: Assignment;
  /** Null without shots. */
  readonly magic: MagicRounding | null;
  /** The better of both, before local search. */
  readonly rounded: Assignment;
  readonly control: LocalSearchControl;
}
