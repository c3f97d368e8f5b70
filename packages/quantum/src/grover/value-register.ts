import { variablesOf } from "@qtwin/kernel";
import type { WholeCost } from "./whole-cost.ts";

export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Bounds that hold for all assignments, in steps. A set's weight is shared among its variables, and the cost is then a
 * sum of x_i times what can be no less than its own weight and all negative shares.
 */
export function stepBounds({ qubits, weights }: WholeCost): Bounds {
  const own = new Float64Array(qubits);
  const [negative, positive] = [new Float64Array(qubits), new Float64Array(qubits)];
  for (const [mask, weight] of weights) {
    const members = variablesOf(mask);
    const shares = members.length === 1 ? own : weight < 0 ? negative : positive;
    for (const i of members) shares[i]! += weight / members.length;
  }
  let [lower, upper] = [0, 0];
  for (let i = 0; i < qubits; i++) {
    lower += Math.min(0, own[i]! + negative[i]!);
    upper += Math.max(0, own[i]! + positive[i]!);
  }
  // Thirds and fifths are rounded; costs are whole.
  const slack = 1e-9 * (upper - lower);
  return { lower: Math.ceil(lower - slack), upper: Math.floor(upper + slack) };
}

/** The least width whose two's complement holds all numbers from `lower` to `upper`. */
export function twosComplementWidth({ lower, upper }: Bounds): number {
  let width = 1;
  while (-lower > 2 ** (width - 1) || upper > 2 ** (width - 1) - 1) width += 1;
  return width;
}

/** Qubits that hold the cost minus a threshold, whatever the assignment. */
export function valueQubits({ lower, upper }: Bounds, threshold: number): number {
  return twosComplementWidth({ lower: lower - threshold, upper: upper - threshold });
}
