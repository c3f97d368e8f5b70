import type { Evidence, EvidenceSeconds } from "../evidence.ts";
import { successShare } from "../evidence.ts";

type Changes = Partial<Omit<Evidence, "seconds">> & { readonly seconds?: Partial<EvidenceSeconds> };

/** A lawful ledger entry, for tests that are not about its numbers. */
export function exampleEvidence({ seconds, ...changes }: Changes = {}): Evidence {
  return {
    problemClass: "qubo",
    model: { name: "triangle", hash: "0".repeat(64) },
    sense: "minimize",
    variables: 3,
    method: "qaoa",
    device: "simulator",
    seed: 1,
    qubits: 3,
    layers: 2,
    shots: 100,
    evaluations: 40,
    gradients: 20,
    seconds: {
      compile: 0.1,
      angleSearch: 0.5,
      sampling: 0.2,
      postProcessing: 0.1,
      queue: 0,
      total: 1,
      toBest: 0.9,
      ...seconds,
    },
    objective: -2,
    reference: { objective: -2, certified: true, source: "enumeration" },
    postProcessing: "one-flip descent",
    predictedSuccess: 0.25,
    observedSuccess: successShare(24, 100),
    processedSuccess: successShare(60, 100),
    timeToSolutionS: 1,
    controls: [
      {
        method: "random-sampling",
        objective: -2,
        seconds: 0.2,
        secondsToBest: 0.01,
        evaluations: 100,
        evaluationUnit: "descents",
        budget: { seconds: 1, evaluations: 100 },
        success: successShare(50, 100),
        timeToSolutionS: 0.02,
      },
    ],
    resources: null,
    ...changes,
  };
}
