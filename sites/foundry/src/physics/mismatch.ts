import { streams, uniformAt } from "../noise.ts";

/** How far the plant is from its description (`plant.json`): nobody's values are exact, and machines wear. */
export interface Mismatch {
  /** Largest deviation of a value, for example 0.1. */
  readonly share: number;
  /** Chooses the deviations; default: the seed of the plant. */
  readonly seed?: number;
  /** Change of a value in a month; default: a tenth of `share`. */
  readonly driftPerMonth?: number;
}

/** Values that may be other than described. */
export const deviating = [
  "meltKwhPerT",
  "holdingKw",
  "lidOpenKw",
  "pourHoldingKw",
  "c1Kw",
  "c2Kw",
  "c3Kw",
  "c4Kw",
  "idleKw",
  "leaksM3min",
  "hallCapacity",
  "hallClosed",
  "hallOpen",
  "hallGains",
  "batteryEfficiency",
] as const;
export type DeviatingValue = (typeof deviating)[number];

/** What each described value is multiplied with to get the true one. */
export type TrueFactors = { [Value in DeviatingValue]: number };

const monthMs = 30 * 86_400_000;
/** Wear goes one way for half a year, then (after an overhaul) back. */
const turnMonths = 6;

export const asDescribed = (): TrueFactors =>
  Object.fromEntries(deviating.map((value) => [value, 1])) as TrueFactors;

/** Rises and falls by one a month between −3 and 3. */
function triangle(months: number): number {
  const at = ((months % (2 * turnMonths)) + 2 * turnMonths) % (2 * turnMonths);
  return (at < turnMonths ? at : 2 * turnMonths - at) - turnMonths / 2;
}

/** Sets the factors as they are at an instant: a function of mismatch, seed and time only. */
export function setTrueFactors(factors: TrueFactors, mismatch: Mismatch, seed: number, atMs: number): void {
  const { share, driftPerMonth = share / 10 } = mismatch;
  const chosen = mismatch.seed ?? seed;
  deviating.forEach((value, index) => {
    const constant = share * (2 * uniformAt(chosen, streams.mismatch, 2 * index) - 1);
    const phase = 2 * turnMonths * uniformAt(chosen, streams.mismatch, 2 * index + 1);
    const drift = driftPerMonth * triangle(atMs / monthMs + phase);
    factors[value] = 1 + Math.min(share, Math.max(-share, constant + drift));
  });
}
