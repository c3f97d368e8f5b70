import type { QuadraticCost } from "@qtwin/kernel";
import type { LocalSearchControl } from "../local-search/control.ts";
import type { Assignment, QuantumRun } from "../run/run.ts";
import type { RelaxedLossOptions } from "./relaxed-loss.ts";

export interface PauliCorrelationOptions extends Partial<RelaxedLossOptions> {
  /** To be minimised; as many variables as `linear` has entries. */
  readonly cost: QuadraticCost;
  /** Qubits in each correlator; the order that takes fewer qubits if absent, 2 at a tie. */
  readonly order?: 2 | 3;
  /** Angles of the brickwork, at least 1; two a spin if absent, and ten a qubit where that is more. */
  readonly parameters?: number;
  /** Trainings from random angles, at least 1; 1 if absent. */
  readonly starts?: number;
  /** Gradients of one training at most, at least 1; 200 if absent. */
  readonly maxGradients?: number;
  /** Shots in each basis that the signs are read from; 0, exact correlators, if absent. Training stays exact. */
  readonly shots?: number;
  /** Milliseconds of any clock: with it the control searches at least as long as the training took. */
  readonly nowMs?: () => number;
}

/** A heuristic. Every state prepared is rounded by sign and searched; the control starts as often from random bits. */
export interface PauliCorrelationRun extends QuantumRun {
  readonly algorithm: "pauli correlation encoding";
  readonly order: 2 | 3;
  /** Of the first three quarters of a training. */
  readonly alpha: number;
  readonly regularisation: number;
  /** Least relaxed loss at the end of a training, in cost units plus the regularisation. */
  readonly loss: number;
  /** The angles that have it: radians, by the order of the gates of `brickwork`. */
  readonly angles: Float64Array;
  /** Best assignment by signs alone, before local search. */
  readonly rounded: Assignment;
  readonly control: LocalSearchControl;
}
