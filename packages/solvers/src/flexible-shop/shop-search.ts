/** Options and a topological order: what `ShopGraph.load` takes. */
export interface Sequenced {
  readonly optionOf: Int32Array;
  readonly order: Int32Array;
}

/** A feasible schedule. */
export interface Found {
  readonly optionOf: Int32Array;
  /** By operation. */
  readonly start: Float64Array;
  readonly cost: number;
}

/** A search that works in rounds, so that the caller can look at the clock between them. */
export interface ShopSearch {
  readonly iterations: number;
  readonly best: Found | null;
  /** Starts with a rule's schedule, and a given one. */
  start(given?: Sequenced): void;
  /** Takes in a schedule found by somebody else. */
  receive(given: Sequenced): void;
  /** At most `limit` iterations. @returns false when nothing can be better */
  round(limit: number): boolean;
}
