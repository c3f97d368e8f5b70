import type { Model } from "./model.ts";

/**
 * What objectives are measured in where rounding is judged: the largest factor or price in it, at most 1. Costs in millionths
 * are told apart in millionths, not taken for nothing.
 */
export function objectiveScale({ objective, constraints, structures }: Model): number {
  const { linear, quadratic, higher } = objective;
  let largest = 0;
  for (const factors of [linear, quadratic.value, higher.value])
    for (const factor of factors) largest = Math.max(largest, Math.abs(factor));
  for (const { pricePerUnit } of [...constraints.meaning, ...structures.map(({ meaning }) => meaning)])
    if (pricePerUnit !== undefined) largest = Math.max(largest, pricePerUnit);
  return largest === 0 ? 1 : Math.min(1, largest);
}
