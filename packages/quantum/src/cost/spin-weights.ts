import type { SubsetWeights } from "@qtwin/kernel";
import { parity, popcount } from "../pauli/bits.ts";

/**
 * A cost over sets of binary variables as one over sets of spins s = 1 - 2x: Π x over k variables is 2^-k times the sum
 * of (-1)^|T| Π s over the subsets T.
 */
export function spinWeights(weights: SubsetWeights): SubsetWeights {
  const spins = new Map<number, number>();
  const add = (set: number, weight: number): void => void spins.set(set, (spins.get(set) ?? 0) + weight);
  for (const [mask, weight] of weights) {
    const share = weight / 2 ** popcount(mask);
    for (let set = mask; set !== 0; set = (set - 1) & mask) add(set, parity(set) === 0 ? share : -share);
    add(0, share);
  }
  return spins;
}
