// QAOA as plainly as it can be written: one complex amplitude a basis state, one gate after the other, in f64.
import { type Cost, costOf, subsetWeights } from "../cost.ts";

export interface Amplitudes {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** The cost of every basis state. */
export function referenceCosts(qubits: number, cost: Cost): Float64Array {
  const weights = subsetWeights(cost, qubits);
  return Float64Array.from({ length: 2 ** qubits }, (_, basis) => costOf(weights, basis));
}

export function referenceUniform(qubits: number): Amplitudes {
  const size = 2 ** qubits;
  return { re: new Float64Array(size).fill(1 / Math.sqrt(size)), im: new Float64Array(size) };
}

/** ψ_x ← exp(-i gamma C_x) ψ_x */
export function referencePhase({ re, im }: Amplitudes, costs: Float64Array, gamma: number): void {
  for (let x = 0; x < re.length; x += 1) {
    const [c, s] = [Math.cos(gamma * costs[x]!), -Math.sin(gamma * costs[x]!)];
    [re[x], im[x]] = [re[x]! * c - im[x]! * s, re[x]! * s + im[x]! * c];
  }
}

/** ψ ← exp(-i beta X_q) ψ for every qubit q: a' = cos a - i sin b, b' = cos b - i sin a. */
export function referenceMixer({ re, im }: Amplitudes, beta: number): void {
  const [c, s] = [Math.cos(beta), Math.sin(beta)];
  for (let bit = 1; bit < re.length; bit *= 2)
    for (let x = 0; x < re.length; x += 1) {
      if ((x & bit) !== 0) continue;
      const y = x | bit;
      const [ar, ai, br, bi] = [re[x]!, im[x]!, re[y]!, im[y]!];
      [re[x], im[x]] = [c * ar + s * bi, c * ai - s * br];
      [re[y], im[y]] = [c * br + s * ai, c * bi - s * ar];
    }
}

/** The state after the layers (gammas[k], betas[k]) from the uniform one. */
export function referenceState(
  qubits: number,
  costs: Float64Array,
  gammas: readonly number[],
  betas: readonly number[],
): Amplitudes {
  const state = referenceUniform(qubits);
  gammas.forEach((gamma, k) => {
    referencePhase(state, costs, gamma);
    referenceMixer(state, betas[k]!);
  });
  return state;
}

export function referenceProbabilities({ re, im }: Amplitudes): Float64Array {
  return re.map((real, x) => real * real + im[x]! * im[x]!);
}

export function referenceExpectation(state: Amplitudes, costs: Float64Array): number {
  return referenceProbabilities(state).reduce((sum, probability, x) => sum + probability * costs[x]!, 0);
}

/** Mean cost of the best fraction `alpha`: sort by cost, take mass until alpha is full. */
export function referenceCvar(state: Amplitudes, costs: Float64Array, alpha: number): number {
  const probabilities = referenceProbabilities(state);
  const order = Array.from(costs.keys()).sort((x, y) => costs[x]! - costs[y]!);
  let [left, sum] = [alpha, 0];
  for (const x of order) {
    const mass = Math.min(left, probabilities[x]!);
    sum += mass * costs[x]!;
    left -= mass;
  }
  return sum / (alpha - left);
}
