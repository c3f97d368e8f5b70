import { type SubsetWeights, variablesOf } from "./cost.ts";

/** Below this a state is so small that half of it is not worth the second kind of mixer. */
const fewestQubits = 12;
/** Terms of more variables are not taken apart into products of spins: each has 2^variables of them. */
const mostVariables = 10;
/** Rounding of a field's sum, relative to the sum of what was added. */
const tolerance = 1e-14;

/** Adds the products of an odd number of spins s = 1 - 2x that one product of x consists of. */
function addOddSpins(sums: Map<number, [sum: number, size: number]>, mask: number, weight: number): void {
  const part = weight / 2 ** variablesOf(mask).length;
  // All subsets of the mask, from the largest down.
  for (let spins = mask; spins !== 0; spins = (spins - 1) & mask) {
    if (variablesOf(spins).length % 2 === 0) continue;
    const [sum, size] = sums.get(spins) ?? [0, 0];
    sums.set(spins, [sum - part, size + Math.abs(part)]);
  }
}

/** Whether C(x) = C(not x): as Ising model the cost has only products of an even number of spins, so no fields. */
function isEven(weights: SubsetWeights): boolean {
  const sums = new Map<number, [sum: number, size: number]>();
  for (const [mask, weight] of weights) {
    if (variablesOf(mask).length > mostVariables) return false;
    addOddSpins(sums, mask, weight);
  }
  return [...sums.values()].every(([sum, size]) => Math.abs(sum) <= tolerance * size);
}

/** The cost where the last qubit is 0, if that half of the state stands for both; undefined if it does not. */
export function halfCost(weights: SubsetWeights, qubits: number): SubsetWeights | undefined {
  if (qubits < fewestQubits || !isEven(weights)) return undefined;
  const last = 1 << (qubits - 1);
  return new Map([...weights].filter(([mask]) => (mask & last) === 0));
}
