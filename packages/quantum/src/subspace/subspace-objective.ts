import type { SubspaceState } from "@qtwin/kernel";
import type { Objective, ValueAndGradient } from "../optimise/objective.ts";
import { type Angles, anglesOf } from "../qaoa/angles/angles.ts";
import type { RunLog } from "../run/run-log.ts";

/** Mean energy or CVaR in units of the scale as a function of angles, gammas before betas, with its exact gradient. */
export class SubspaceObjective implements Objective {
  readonly #state: SubspaceState;
  readonly #scale: number;
  readonly #alpha: number;
  readonly #log: RunLog;

  /** @param scale energy that counts as 1, and by which gammas are divided */
  constructor(state: SubspaceState, scale: number, alpha: number, log: RunLog) {
    this.#state = state;
    this.#scale = scale;
    this.#alpha = alpha;
    this.#log = log;
  }

  /** Leaves the kernel's state at these angles. */
  prepare({ gammas, betas }: Angles): void {
    this.#state.reset();
    gammas.forEach((gamma, k) => {
      this.#state.layer(gamma / this.#scale, betas[k]!);
    });
  }

  /** Of the state as it is, in energy units. */
  goal(): number {
    return this.#alpha === 1 ? this.#state.expectation() : this.#state.cvar(this.#alpha);
  }

  value(point: Float64Array): number {
    this.prepare(anglesOf(point));
    const value = this.goal();
    this.#log.evaluated(value);
    return value / this.#scale;
  }

  gradient(point: Float64Array): ValueAndGradient {
    const { gammas, betas } = anglesOf(point);
    const scaled = gammas.map((gamma) => gamma / this.#scale);
    const found = this.#state.gradient(scaled, betas, this.#alpha);
    this.#log.differentiated(found.objective);
    const gradient = [
      ...found.gammas.map((slope) => slope / this.#scale / this.#scale),
      ...found.betas.map((slope) => slope / this.#scale),
    ];
    return { value: found.objective / this.#scale, gradient };
  }
}
