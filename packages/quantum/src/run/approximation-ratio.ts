import type { Cost } from "@qtwin/kernel";
import { certifiedOptimum } from "./certified-optimum.ts";
import type { CertifiedOptimum } from "./run.ts";

/** How far an energy lies between the certified worst (0) and the certified best (1) of all assignments. */
export interface ApproximationRatio {
  readonly value: number;
  readonly best: number;
  readonly worst: number;
  /** Both ends are exact, found by enumeration. */
  readonly reference: "enumeration";
}

function negated(cost: Cost): Cost {
  if (cost.kind === "polynomial")
    return { kind: "polynomial", terms: cost.terms.map((term) => ({ ...term, weight: -term.weight })) };
  return {
    kind: "quadratic",
    offset: -cost.offset,
    linear: Float64Array.from(cost.linear, (weight) => -weight),
    couplings: cost.couplings.map(([i, j, weight]) => [i, j, -weight]),
  };
}

/** Null where the optimum is not certified, or all energies are equal. For MaxCut it is cut over greatest cut. */
export async function approximationRatio(
  qubits: number,
  cost: Cost,
  certified: CertifiedOptimum | null,
  energy: number,
): Promise<ApproximationRatio | null> {
  const opposite = certified && (await certifiedOptimum(qubits, negated(cost)));
  if (certified === null || opposite === null) return null;
  const [best, worst] = [certified.energy, -opposite.energy];
  if (best === worst) return null;
  return { value: (worst - energy) / (worst - best), best, worst, reference: "enumeration" };
}
