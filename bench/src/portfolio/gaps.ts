import type { Model } from "@qtwin/model";

export type Sense = Model["sense"];

/** Relative distance below which two values are the same: sums of some thousand decimal fractions. */
const equalTo = 1e-9;

/** Distance in % below which two mean gaps are the same: rounding of a sum. */
export const equalMeansPct = 1e-9;

/**
 * How much worse `objective` is than `reference`, in % of |reference| (of 1 where that is 0); below 0: better.
 * What is only rounding counts as equal.
 */
export function gapPct(sense: Sense, objective: number, reference: number): number {
  const worse = sense === "minimize" ? objective - reference : reference - objective;
  if (Math.abs(worse) <= equalTo * Math.max(1, Math.abs(reference))) return 0;
  return (100 * worse) / (Math.abs(reference) || 1);
}

/** The mean, null of nothing. */
export function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

export const largestOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : Math.max(...values);
