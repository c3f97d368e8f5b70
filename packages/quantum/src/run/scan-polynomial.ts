import { commonStep, type SubsetWeights } from "@qtwin/kernel";

export interface Scan {
  readonly minimum: number;
  /** The least basis index that attains it. */
  readonly basis: number;
  readonly minimisers: number;
}

/** Variables that one block of costs runs over. */
const blockBits = 12;

/** Turns weights of sets into costs of assignments: the sum over all sets inside each one. */
export function sumSubsets(values: Float64Array): void {
  for (let bit = 1; bit < values.length; bit *= 2)
    for (let base = 0; base < values.length; base += 2 * bit)
      for (let x = base; x < base + bit; x += 1) values[x + bit]! += values[x]!;
}

/** Visits the costs of all assignments block by block, in the order of the basis index. */
export function visitCosts(
  qubits: number,
  weights: SubsetWeights,
  visit: (costs: Float64Array, base: number) => void,
): void {
  const low = Math.min(qubits, blockBits);
  const terms = [...weights].map(([mask, weight]) => ({
    low: mask & (2 ** low - 1),
    high: mask >>> low,
    weight,
  }));
  const costs = new Float64Array(2 ** low);
  for (let block = 0; block < 2 ** (qubits - low); block += 1) {
    costs.fill(0);
    for (const term of terms) if ((term.high & block) === term.high) costs[term.low]! += term.weight;
    sumSubsets(costs);
    visit(costs, block * 2 ** low);
  }
}

/** The least of all 2^n costs; up to the kernel's tolerance (0 for whole weights, else 1e-12 of the weights) all count as equal. */
export function scanPolynomial(qubits: number, weights: SubsetWeights): Scan {
  let minimum = Number.POSITIVE_INFINITY;
  visitCosts(qubits, weights, (costs) => {
    for (const cost of costs) if (cost < minimum) minimum = cost;
  });
  const total = [...weights.values()].reduce((sum, weight) => sum + Math.abs(weight), 0);
  const limit = minimum + (commonStep(weights) === undefined ? 1e-12 * total : 0);
  let [basis, minimisers] = [-1, 0];
  visitCosts(qubits, weights, (costs, base) => {
    costs.forEach((cost, x) => {
      if (cost > limit) return;
      minimisers += 1;
      if (basis < 0) basis = base + x;
    });
  });
  return { minimum, basis, minimisers };
}
