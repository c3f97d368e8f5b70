import { createRandom } from "@qtwin/core";
import type { Cost } from "@qtwin/kernel";
import { denseCost, labsCost, maxCutCost, regularGraph } from "@qtwin/quantum";

export const problemKinds = {
  "max-cut": {
    title: "Max-cut of a random 3-regular graph",
    energy:
      "Two groups of vertices with as many edges between them as possible. Energy is minus their number.",
  },
  qubo: {
    title: "Dense QUBO with linear terms",
    energy:
      "Yes-or-no variables; each and each pair has a weight from −10 to 10. Energy is the sum of the weights switched on.",
  },
  labs: {
    title: "LABS, a low autocorrelation sequence",
    energy:
      "A sequence of +1 and −1 as unlike its own shifts as possible. Energy is the sum of its squared autocorrelations.",
  },
} as const;
export type ProblemKind = keyof typeof problemKinds;

/** The instance of a kind: same seed, same instance. LABS has one a length. */
export function problemCost(kind: ProblemKind, qubits: number, seed: number): Cost {
  const random = createRandom(seed);
  switch (kind) {
    case "max-cut":
      return maxCutCost(qubits, regularGraph(qubits, 3, random));
    case "qubo":
      return denseCost(qubits, 10, random);
    case "labs":
      return labsCost(qubits);
  }
}
