import type { Knapsack } from "./instance.ts";

/**
 * The Lagrangian relaxation of the resources at one set of prices. For every packing that fits,
 *   value = bound − Σ loss of its items − Σ price · what is left of the resource,
 * and no term but the bound is positive: an item that loses more than bound − incumbent is in no better packing.
 * Source: Fisher, "The Lagrangian relaxation method for solving integer programming problems", 1981.
 */
export interface Relaxation {
  /** Price of one unit of each resource, ≥ 0. */
  readonly price: Float64Array;
  readonly bound: number;
  /** ≥ 0; 0 for the best item of each class. */
  readonly loss: Float64Array;
}

/** What is added to a budget of losses so that rounding of the relaxation cuts off no packing. */
export const roundingOf = ({ bound }: Relaxation): number => 1e-7 + 1e-11 * Math.abs(bound);

/** @param price one a resource; what is negative counts as 0 */
export function relaxAt(knapsack: Knapsack, price: Float64Array): Relaxation {
  const { classCount, resourceCount, start, value, weight, capacity } = knapsack;
  const prices = price.map((each) => Math.max(0, each));
  const loss = new Float64Array(value.length);
  let bound = 0;
  for (let resource = 0; resource < resourceCount; resource++)
    if (prices[resource]! > 0) bound += prices[resource]! * capacity[resource]!;
  for (let each = 0; each < classCount; each++) {
    let most = -Infinity;
    for (let item = start[each]!; item < start[each + 1]!; item++) {
      let worth = value[item]!;
      for (let resource = 0; resource < resourceCount; resource++)
        worth -= prices[resource]! * weight[item * resourceCount + resource]!;
      loss[item] = worth;
      if (worth > most) most = worth;
    }
    for (let item = start[each]!; item < start[each + 1]!; item++) loss[item] = most - loss[item]!;
    bound += most;
  }
  return { price: prices, bound, loss };
}
