import type { EvidenceControl } from "@qtwin/model";
import type { CertifiedOptimum } from "@qtwin/quantum";
import type { QaoaProblem } from "../problem.ts";

/** What enumeration found, and how long it took. */
export interface Certified {
  readonly optimum: CertifiedOptimum;
  readonly seconds: number;
}

/** The exact optimum by looking at all assignments: no matter of chance. */
export function enumeration(
  { qubits, solutionOf }: QaoaProblem,
  { optimum, seconds }: Certified,
): EvidenceControl {
  return {
    method: "enumeration",
    objective: solutionOf(optimum.bits)?.objective ?? null,
    seconds,
    secondsToBest: seconds,
    evaluations: 2 ** qubits,
    evaluationUnit: "assignments",
    budget: { seconds: null, evaluations: null },
    success: null,
    timeToSolutionS: seconds,
  };
}
