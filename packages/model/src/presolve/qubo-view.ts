/**
 * offset + Σ linear·x + Σ value·x·y over binary variables, to be minimised. Products of variable i are entries
 * start[i] … start[i+1]−1, each with the other variable, greater than i, in `column`.
 */
export interface Qubo {
  readonly count: number;
  readonly offset: number;
  readonly linear: Float64Array;
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
}
