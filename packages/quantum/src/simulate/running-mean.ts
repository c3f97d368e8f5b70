export interface EstimatedMean {
  readonly mean: number;
  /** Of the mean, from the spread of the values; 0 for fewer than two. */
  readonly standardError: number;
}

/** Mean and spread of values as they come, without the cancellation of sums of squares (Welford). */
export class RunningMean {
  count = 0;
  #mean = 0;
  #squares = 0;

  add(value: number): void {
    this.count += 1;
    const step = value - this.#mean;
    this.#mean += step / this.count;
    this.#squares += step * (value - this.#mean);
  }

  estimate(): EstimatedMean {
    const { count } = this;
    const variance = count < 2 ? 0 : this.#squares / (count - 1) / count;
    return { mean: this.#mean, standardError: Math.sqrt(variance) };
  }
}
