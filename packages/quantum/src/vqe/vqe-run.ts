import type { Circuit } from "../circuit/circuit.ts";
import type { MinimiseOptions } from "../optimise/minimise.ts";
import type { PauliSum } from "../pauli/pauli-sum.ts";
import type { QuantumRun } from "../run/run.ts";
import type { NoiseModel } from "../simulate/noise.ts";
import type { EstimatedMean } from "../simulate/running-mean.ts";

/** Where energies come from while the angles are searched. */
export type EnergySource =
  | { readonly kind: "exact" }
  /** Qubit-wise commuting terms are measured together; `shots` of one energy over all bases. */
  | { readonly kind: "shots"; readonly shots: number; readonly noise?: NoiseModel }
  /** Means over noisy runs whose final state is known exactly; readout errors play no part. */
  | { readonly kind: "trajectories"; readonly trajectories: number; readonly noise: NoiseModel };

export interface VqeOptions {
  /** To be minimised. */
  readonly hamiltonian: PauliSum;
  /** Any circuit of gates with parameters; hardware-efficient with two layers if absent. */
  readonly ansatz?: Circuit;
  /** Radians by the order of the parameters; random ones if absent. */
  readonly start?: ArrayLike<number>;
  /** Searches, all but the first from random angles; 1 if absent. */
  readonly starts?: number;
  /** Exact if absent. */
  readonly energies?: EnergySource;
  /** Of each search: L-BFGS on exact energies and SPSA on others if absent. */
  readonly optimiser?: MinimiseOptions;
}

/** The lowest eigenvalue by Lanczos, within the residual of an eigenvalue; that it is the lowest is not proved. */
export interface LanczosEnergy {
  readonly energy: number;
  readonly residual: number;
  readonly method: "lanczos";
}

/**
 * A Hamiltonian has states instead of assignments, so that there is no `best`. `expectation` is the exact <H> of the
 * final state without noise, `successProbability` its share of the space of lowest energy.
 */
export interface VqeRun extends Omit<QuantumRun, "best" | "certified"> {
  readonly algorithm: "vqe";
  readonly expectation: number;
  /** Radians, by the order of `parameters`. */
  readonly angles: Float64Array;
  readonly parameters: readonly string[];
  /** The final energy from the source, estimated afresh: the least one seen in a noisy search is a lucky one. */
  readonly estimate: EstimatedMean;
  /** Bases that one energy by shots measures. */
  readonly bases: number;
  /** Beside the result up to 14 qubits; null above. */
  readonly lowest: LanczosEnergy | null;
}
