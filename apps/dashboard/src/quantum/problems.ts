import { createRandom, type Random } from "@qtwin/core";
import type { Cost, PolynomialCost, QuadraticCost } from "@qtwin/kernel";

export const problemKinds = {
  "max-cut": {
    title: "Max-cut of a random 3-regular graph",
    energy: "Energy is minus the number of edges cut.",
  },
  qubo: {
    title: "Dense QUBO with linear terms",
    energy: "Weights are whole numbers from −10 to 10; energy has no unit.",
  },
  labs: {
    title: "LABS, a low autocorrelation sequence",
    energy: "Energy is the sum of squared autocorrelations; the terms are products of up to four.",
  },
} as const;
export type ProblemKind = keyof typeof problemKinds;

type Edge = readonly [number, number];

/** Three stubs a vertex, shuffled and paired, until no pair is a loop or a repetition: uniform among 3-regular graphs. */
function regularGraph(vertices: number, random: Random): readonly Edge[] {
  for (;;) {
    const stubs = Array.from({ length: 3 * vertices }, (_, stub) => stub % vertices);
    for (let last = stubs.length - 1; last > 0; last--) {
      const other = random.integer(last + 1);
      [stubs[last], stubs[other]] = [stubs[other]!, stubs[last]!];
    }
    const edges = Array.from({ length: stubs.length / 2 }, (_, pair): Edge => {
      const [i, j] = [stubs[2 * pair]!, stubs[2 * pair + 1]!];
      return i < j ? [i, j] : [j, i];
    }).sort(([a, b], [c, d]) => a - c || b - d);
    const simple = edges.every(
      ([i, j], k) => i !== j && !(k > 0 && edges[k - 1]![0] === i && edges[k - 1]![1] === j),
    );
    if (simple) return edges;
  }
}

/** −Σ (x_i + x_j − 2 x_i x_j): each edge between unlike ends counts −1. */
function maxCut(vertices: number, random: Random): QuadraticCost {
  const edges = regularGraph(vertices, random);
  return {
    kind: "quadratic",
    offset: 0,
    linear: new Array<number>(vertices).fill(-3),
    couplings: edges.map(([i, j]) => [i, j, 2]),
  };
}

function denseQubo(variables: number, random: Random): QuadraticCost {
  const weight = (): number => random.integer(21) - 10;
  const linear = Array.from({ length: variables }, weight);
  const couplings = linear.flatMap((_, i) =>
    Array.from({ length: variables - i - 1 }, (_, k) => [i, i + 1 + k, weight()] as const),
  );
  return { kind: "quadratic", offset: 0, linear, couplings };
}

/** Σ_k (Σ_i s_i s_(i+k))² with s = 1 − 2x; every product of spins is spread over the subsets of its variables. */
function labs(length: number): PolynomialCost {
  const terms: { variables: readonly number[]; weight: number }[] = [];
  for (let k = 1; k < length; k++)
    for (let i = 0; i + k < length; i++)
      for (let j = 0; j + k < length; j++) terms.push(...subsetTerms(oddOnes([i, i + k, j, j + k])));
  return { kind: "polynomial", terms };
}

/** s² = 1: only what occurs an odd number of times is left. */
function oddOnes(spins: readonly number[]): readonly number[] {
  return [...new Set(spins)].filter((spin) => spins.filter((other) => other === spin).length % 2 === 1);
}

function subsetTerms(spins: readonly number[]): PolynomialCost["terms"] {
  return Array.from({ length: 2 ** spins.length }, (_, subset) => {
    const variables = spins.filter((_, bit) => (subset & (1 << bit)) !== 0);
    return { variables, weight: (-2) ** variables.length };
  });
}

/** The instance of a kind: same seed, same instance. LABS has one a length. */
export function problemCost(kind: ProblemKind, qubits: number, seed: number): Cost {
  if (kind === "max-cut") return maxCut(qubits, createRandom(seed));
  return kind === "qubo" ? denseQubo(qubits, createRandom(seed)) : labs(qubits);
}
