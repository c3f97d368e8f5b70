/** What every algorithm takes beside its own options. */
export interface RunControl {
  /** Same seed and options, same run. */
  readonly seed: number;
  /**
   * Polled between evaluations: an AbortSignal, or a flag in shared memory when the run blocks its thread. Once aborted,
   * the run ends with the best it has.
   */
  readonly signal?: { readonly aborted: boolean };
  /** Called after each of the first hundred evaluations, then ever less often: once for each hundredth more. */
  readonly onProgress?: (progress: RunProgress) => void;
}

/** What was spent: states prepared for a mean energy, states prepared for gradients (each counted once), shots measured. */
export interface RunEffort {
  readonly evaluations: number;
  readonly gradients: number;
  readonly shots: number;
}

export interface RunProgress {
  /** The part of the algorithm that runs, in a few words. */
  readonly stage: string;
  readonly effort: RunEffort;
  /** Least mean energy (or CVaR, where that is minimised) so far; null before the first. */
  readonly expectation: number | null;
  /** Least energy of an assignment seen so far; null before the first sample. */
  readonly energy: number | null;
}

/** An assignment of the cost's binary variables. */
export interface Assignment {
  /** Bit i is x_i. */
  readonly bits: Uint8Array;
  readonly energy: number;
}

/** The exact minimum by enumeration, at sizes where that is possible (up to 30 variables). */
export interface CertifiedOptimum extends Assignment {
  /** How many assignments attain it. */
  readonly minimisers: number;
  readonly method: "enumeration";
}

/** What every algorithm reports; each adds its own. Costs are minimised. */
export interface QuantumRun {
  readonly algorithm: string;
  readonly qubits: number;
  readonly effort: RunEffort;
  /** Whether the signal cut the run short. */
  readonly stopped: boolean;
  readonly best: Assignment;
  /** Mean energy of the final state; null where no single state is final. */
  readonly expectation: number | null;
  /** Probability that one measurement of the final state gives an optimum; null where the optimum is not certified. */
  readonly successProbability: number | null;
  /** Beside every assignment found, where it is small enough; null above. */
  readonly certified: CertifiedOptimum | null;
  readonly timeline: readonly RunProgress[];
}
