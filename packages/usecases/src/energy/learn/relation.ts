import type { Observation, Prior } from "./regression.ts";

/** A measurement with its time and what it is about. */
export interface Row extends Observation {
  readonly atMs: number;
  readonly asset: string;
  /** What an error is measured against. */
  readonly size: number;
}

/** A law of the model about some values: each row tells a little about them. `rows` are those at the described values. */
export interface Relation {
  readonly id: string;
  /** Unit of what is predicted. */
  readonly unit: string;
  /** Ids of the learnable values, in the order of the columns. */
  readonly valueIds: readonly string[];
  /** Columns behind those: errors of meters, which are estimated along but not used. */
  readonly nuisances: readonly Prior[];
  readonly rows: readonly Row[];
  /** Where the law bends: the rows of its tangent at some values. Absent: it is linear everywhere. */
  readonly rowsAbout?: (values: readonly number[]) => readonly Row[];
  /** What the meters cannot tell apart, in `unit`. */
  readonly leastNoise: number;
  /** Standard deviation of the meter's gain: a share that more measurements do not reduce. */
  readonly gainShare: number;
}

/** Meters of class 1: ± 1 % with k = 2. */
export const meterGain = 0.005;
