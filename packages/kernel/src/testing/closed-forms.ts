// Costs whose state after one layer is known in closed form at any size.
import type { QuadraticCost } from "../cost.ts";
import { uniformFrom } from "../random.ts";

export interface ClosedForm {
  readonly cost: QuadraticCost;
  readonly expectation: number;
  /** Derivatives of the expectation by gamma and by beta. */
  readonly slopes: readonly [gamma: number, beta: number];
}

/** Linear weights, all different, leave a product state. */
export function productState(qubits: number, gamma: number, beta: number): ClosedForm {
  const uniform = uniformFrom(9);
  const linear = Array.from({ length: qubits }, () => 0.2 + uniform());
  const sum = (term: (weight: number) => number): number =>
    linear.reduce((all, weight) => all + term(weight), 0);
  return {
    cost: { kind: "quadratic", offset: 0, linear, couplings: [] },
    expectation: sum((h) => h * (0.5 + 0.5 * Math.sin(2 * beta) * Math.sin(gamma * h))),
    slopes: [
      sum((h) => 0.5 * h * h * Math.sin(2 * beta) * Math.cos(gamma * h)),
      sum((h) => h * Math.cos(2 * beta) * Math.sin(gamma * h)),
    ],
  };
}

/**
 * Cut edges of a ring, as Ising model without fields, so that half the state is held (Wang et al., arXiv 1706.02998: each
 * edge has one neighbour on both sides).
 */
export function ring(qubits: number, gamma: number, beta: number): ClosedForm {
  const couplings = Array.from({ length: qubits }, (_, i) => [i, (i + 1) % qubits, -2] as const);
  return {
    cost: { kind: "quadratic", offset: 0, linear: new Float64Array(qubits).fill(2), couplings },
    expectation: qubits * (0.5 + 0.25 * Math.sin(4 * beta) * Math.sin(2 * gamma)),
    slopes: [
      0.5 * qubits * Math.sin(4 * beta) * Math.cos(2 * gamma),
      qubits * Math.cos(4 * beta) * Math.sin(2 * gamma),
    ],
  };
}
