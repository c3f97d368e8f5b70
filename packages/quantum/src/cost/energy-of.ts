import type { Cost } from "@qtwin/kernel";

/** The energy of one assignment, summed term by term; bit i is x_i. */
export function energyOf(cost: Cost, bits: ArrayLike<number>): number {
  if (cost.kind === "polynomial")
    return cost.terms.reduce(
      (sum, { variables, weight }) => (variables.every((i) => bits[i] === 1) ? sum + weight : sum),
      0,
    );
  let energy = cost.offset;
  for (let i = 0; i < cost.linear.length; i++) if (bits[i] === 1) energy += cost.linear[i]!;
  for (const [i, j, weight] of cost.couplings) if (bits[i] === 1 && bits[j] === 1) energy += weight;
  return energy;
}
