import type { Random } from "@qtwin/core";
import type { QaoaState } from "@qtwin/kernel";
import type { Objective, ValueAndGradient } from "../optimise/objective.ts";
import type { RunLog } from "../run/run-log.ts";
import { type Angles, anglesOf } from "./angles/angles.ts";
import { sampleMean } from "./sample-summary.ts";

/** What is minimised: the mean energy, or the mean of the best fraction `alpha` of it. */
export type QaoaGoal = { readonly kind: "expectation" } | { readonly kind: "cvar"; readonly alpha: number };

export interface QaoaObjectiveOptions {
  readonly state: QaoaState;
  /** Energy that counts as 1, and by which gammas are divided. */
  readonly scale: number;
  readonly goal: QaoaGoal;
  /** Shots of each evaluation; 0 for the exact value. */
  readonly shots: number;
  readonly random: Random;
  readonly log: RunLog;
}

/** Energy in units of the scale as a function of angles, gammas before betas; gradients of the exact mean only. */
export class QaoaObjective implements Objective {
  readonly #options: QaoaObjectiveOptions;
  readonly gradient?: (point: Float64Array) => ValueAndGradient;

  constructor(options: QaoaObjectiveOptions) {
    this.#options = options;
    if (options.goal.kind === "expectation" && options.shots === 0)
      this.gradient = (point) => this.#gradient(anglesOf(point));
  }

  /** Leaves the kernel's state at these angles. */
  prepare({ gammas, betas }: Angles): void {
    const { state, scale } = this.#options;
    state.reset();
    gammas.forEach((gamma, k) => {
      state.layer(gamma / scale, betas[k]!);
    });
  }

  /** The goal at the state as it is, exactly, in energy units. */
  exactGoal(): number {
    const { state, goal } = this.#options;
    return goal.kind === "cvar" ? state.cvar(goal.alpha) : state.expectation();
  }

  value(point: Float64Array): number {
    const { shots, log, scale } = this.#options;
    this.prepare(anglesOf(point));
    const value = shots === 0 ? this.exactGoal() : this.#sampledGoal();
    log.evaluated(value);
    return value / scale;
  }

  #sampledGoal(): number {
    const { state, goal, shots, random, log } = this.#options;
    const samples = state.sample(shots, random.integer(2 ** 31));
    log.sampled(samples, state.qubits);
    return sampleMean(samples, goal.kind === "cvar" ? goal.alpha : 1);
  }

  #gradient({ gammas, betas }: Angles): ValueAndGradient {
    const { state, scale, log } = this.#options;
    const found = state.gradient(
      gammas.map((gamma) => gamma / scale),
      betas,
    );
    log.differentiated(found.expectation);
    const gradient = [
      ...found.gammas.map((slope) => slope / scale / scale),
      ...found.betas.map((slope) => slope / scale),
    ];
    return { value: found.expectation / scale, gradient };
  }
}
