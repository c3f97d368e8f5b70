export interface ValueAndGradient {
  readonly value: number;
  /** One entry per coordinate; read before the next evaluation, so it may be a buffer that is used again. */
  readonly gradient: ArrayLike<number>;
}

/** A function of `start.length` real numbers. It may be noisy: then a value seen is a sample, and the best one a lucky one. */
export interface Objective {
  value(point: Float64Array): number;
  /** Value and gradient at once; "lbfgs" needs it. */
  gradient?(point: Float64Array): ValueAndGradient;
}
