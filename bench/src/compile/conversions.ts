import type { DenseCase, JobShopCase, LinearCase } from "./cases.ts";

/** What came out, so that two conversions of one case can be held against each other. */
export interface Converted {
  readonly variables: number;
  /** Stored coefficients: of the rows, or of the products. */
  readonly terms: number;
}

/** One way of converting all cases. */
export interface Conversions {
  readonly linear: (source: LinearCase) => Converted;
  readonly dense: (source: DenseCase) => Converted;
  readonly "job-shop": (source: JobShopCase) => Converted;
}
export type CaseName = keyof Conversions;
export const caseNames = ["linear", "dense", "job-shop"] as const satisfies readonly CaseName[];
