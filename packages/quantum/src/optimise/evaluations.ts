import type { Objective } from "./objective.ts";

/** Thrown to leave a search from any depth; the reader of the result never sees it. */
export const endOfSearch = Symbol("end of search");

export interface Evaluated {
  readonly point: Float64Array;
  readonly value: number;
}

export interface EvaluatedSlope extends Evaluated {
  readonly gradient: Float64Array;
}

/** The evaluations of one search: counted, limited, ended by the signal, and the best of them kept. */
export class Evaluations {
  evaluations = 0;
  gradients = 0;
  stopped = false;
  best: Evaluated | undefined;
  readonly #objective: Objective;
  readonly #limit: number;
  readonly #signal: { readonly aborted: boolean } | undefined;

  constructor(objective: Objective, limit: number, signal: { readonly aborted: boolean } | undefined) {
    this.#objective = objective;
    this.#limit = limit;
    this.#signal = signal;
  }

  /** How many more the limit allows. */
  get left(): number {
    return this.#limit - this.evaluations - this.gradients;
  }

  value(point: Float64Array): number {
    this.#enter();
    this.evaluations += 1;
    const value = this.#objective.value(point);
    this.#keep(point, value);
    return value;
  }

  /** Only where the objective has a gradient. */
  slope(point: Float64Array): EvaluatedSlope {
    this.#enter();
    this.gradients += 1;
    const { value, gradient } = this.#objective.gradient!(point);
    this.#keep(point, value);
    return { point, value, gradient: Float64Array.from(gradient) };
  }

  /** The first evaluation always runs, so that a search ended at once still has a value to report. */
  #enter(): void {
    if (this.best === undefined) return;
    this.stopped = this.#signal?.aborted ?? false;
    if (this.stopped || this.left <= 0) throw endOfSearch;
  }

  #keep(point: Float64Array, value: number): void {
    if (this.best === undefined || value < this.best.value) this.best = { point: point.slice(), value };
  }
}
