import type { IsingModel } from "../pauli/ising.ts";

/** Means of the spins and of the coupled pairs in one state. */
export interface Correlations {
  /** <Z_k>. */
  readonly z: Float64Array;
  readonly i: ArrayLike<number>;
  readonly j: ArrayLike<number>;
  /** <Z_i Z_j>. */
  readonly zz: Float64Array;
  /** The angles of the state: rad per energy, and rad. */
  readonly gammas: ArrayLike<number>;
  readonly betas: ArrayLike<number>;
}

/** Optimises the angles for the model, from those it used before, and gives the correlations there. */
export type CorrelationSource = (ising: IsingModel) => Correlations;
