import type { EnergyFacts } from "./facts.ts";

/** Upper half of the 80 % band of what is not ours to move, added in quadrature: kept free below the peak. */
export function loadMarginKw(facts: EnergyFacts, step: number): number {
  const baseKw = facts.baseKw.p90[step]! - facts.baseKw.p50[step]!;
  const pvKw = facts.pvKw.p50[step]! - facts.pvKw.p10[step]!;
  const airKw = (facts.air.flowM3min.p90[step]! - facts.air.flowM3min.p50[step]!) * kwPerM3min;
  return Math.hypot(Math.max(0, baseKw), Math.max(0, pvKw), Math.max(0, airKw));
}

/** Marginal power of compressed air. */
export const kwPerM3min = 6.2;
