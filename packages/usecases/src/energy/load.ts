import type { Band, EnergyFacts } from "./facts.ts";

/** Marginal power of compressed air. */
export const kwPerM3min = 6.2;

/**
 * Half-bands (1.28 standard deviations) kept free below the peak: about three standard deviations, because one
 * quarter-hour of the whole billing period decides the charge.
 */
const halfBands = 2.3;

const known = new WeakMap<EnergyFacts, readonly number[]>();

/** Room kept below the peak for what is not ours to move, kW. */
export function loadMarginKw(facts: EnergyFacts, step: number): number {
  const margins = known.get(facts) ?? marginsOf(facts);
  known.set(facts, margins);
  return margins[step]!;
}

export const largestMarginKw = (facts: EnergyFacts): number =>
  Math.max(...facts.shift.map((_, step) => loadMarginKw(facts, step)));

/** Errors of base load, air and PV in quadrature. Twenty samples a quarter-hour are few: bands are evened out over shift and idle time. */
function marginsOf(facts: EnergyFacts): readonly number[] {
  const above = ({ p50, p90 }: Band): number[] => p90.map((value, step) => value - p50[step]!);
  const below = ({ p10, p50 }: Band): number[] => p50.map((value, step) => value - p10[step]!);
  const base = evened(facts, above(facts.baseKw));
  const air = evened(facts, above(facts.air.flowM3min));
  const pv = below(facts.pvKw);
  return base.map((kw, step) => halfBands * Math.hypot(kw, air[step]! * kwPerM3min, pv[step]! / halfBands));
}

function evened(facts: EnergyFacts, values: readonly number[]): number[] {
  const meanOf = (inShift: boolean): number => {
    const own = values.filter((_, step) => facts.shift[step] === inShift);
    return own.reduce((sum, value) => sum + Math.max(0, value), 0) / Math.max(1, own.length);
  };
  const [shift, idle] = [meanOf(true), meanOf(false)];
  return values.map((_, step) => (facts.shift[step] ? shift : idle));
}
