import { type Cost, type PolynomialCost, type QuadraticCost, termsOf } from "../cost.ts";
import { uniformFrom } from "../random.ts";

const between = (uniform: () => number, low: number, high: number): number => low + (high - low) * uniform();

/** Dense, with linear weights and an offset, all in -1 … 1. */
export function randomQuadratic(qubits: number, seed: number): QuadraticCost {
  const uniform = uniformFrom(seed);
  const weight = (): number => between(uniform, -1, 1);
  const couplings: [number, number, number][] = [];
  for (let i = 0; i < qubits; i += 1)
    for (let j = i + 1; j < qubits; j += 1) couplings.push([i, j, weight()]);
  return { kind: "quadratic", offset: weight(), linear: Array.from({ length: qubits }, weight), couplings };
}

/** Whole weights between -`greatest` and `greatest`: ties are then frequent and sums exact. */
export function randomWholeQuadratic(qubits: number, seed: number, greatest: number): QuadraticCost {
  const cost = randomQuadratic(qubits, seed);
  const whole = (weight: number): number => Math.round(weight * greatest);
  return {
    kind: "quadratic",
    offset: whole(cost.offset),
    linear: Array.from(cost.linear, whole),
    couplings: cost.couplings.map(([i, j, weight]) => [i, j, whole(weight)]),
  };
}

/** 3 · qubits terms of up to four variables; `whole` weights make a table of values, others one number an amplitude. */
export function randomPolynomial(qubits: number, seed: number, whole: boolean): PolynomialCost {
  const uniform = uniformFrom(seed);
  const variable = (): number => Math.floor(uniform() * qubits);
  const terms = Array.from({ length: 3 * qubits }, (_, index) => {
    const weight = between(uniform, -1, 1);
    const variables = Array.from({ length: 1 + (index % 4) }, variable);
    return { variables, weight: whole ? 2 * Math.round(3 * weight) : weight };
  });
  // One cubic term for certain: otherwise a small case could be quadratic and take the other path.
  const cubic = { variables: [0, 1, 2].filter((i) => i < qubits), weight: 2 };
  return { kind: "polynomial", terms: [...terms, cubic, { variables: [], weight: 4 }] };
}

export function withOffset(cost: Cost, offset: number): PolynomialCost {
  const terms = [...termsOf(cost)].map(([variables, weight]) => ({ variables, weight }));
  return { kind: "polynomial", terms: [...terms, { variables: [], weight: offset }] };
}

/** Product of spins s_i = 1 - 2 x_i as a sum over subsets of their x. */
function addSpins(weights: Map<string, number>, spins: readonly number[], weight: number): void {
  for (let subset = 0; subset < 1 << spins.length; subset += 1) {
    const variables = spins.filter((_, bit) => (subset & (1 << bit)) !== 0);
    const key = variables.join();
    weights.set(key, (weights.get(key) ?? 0) + weight * (-2) ** variables.length);
  }
}

/** A spin that occurs twice is one. */
function oddSpins(spins: readonly number[]): readonly number[] {
  return [...new Set(spins)].filter((spin) => spins.filter((other) => other === spin).length % 2 === 1);
}

/** Low autocorrelation binary sequences: E = Σ_k (Σ_i s_i s_{i+k})². */
export function labs(length: number): PolynomialCost {
  const weights = new Map<string, number>();
  for (let k = 1; k < length; k += 1)
    for (let i = 0; i + k < length; i += 1)
      for (let j = 0; j + k < length; j += 1) addSpins(weights, oddSpins([i, i + k, j, j + k]), 1);
  const terms = [...weights].map(([key, weight]) => ({
    variables: key === "" ? [] : key.split(",").map(Number),
    weight,
  }));
  return { kind: "polynomial", terms };
}
