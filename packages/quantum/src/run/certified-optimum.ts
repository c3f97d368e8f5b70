import {
  type Cost,
  enumerateQubo,
  type QuadraticCost,
  type SubsetWeights,
  subsetWeights,
} from "@qtwin/kernel";
import { energyOf } from "../cost/energy-of.ts";
import { popcount } from "../pauli/bits.ts";
import { bitsOfBasis } from "./bits-of-basis.ts";
import type { CertifiedOptimum } from "./run.ts";
import { type Scan, scanPolynomial } from "./scan-polynomial.ts";

/** Variables up to which all assignments are looked at, within seconds. */
const [greatestQuadratic, greatestPolynomial] = [30, 24];

/** The same cost as a quadratic one; undefined if a term has more than two variables. */
function asQuadratic(weights: SubsetWeights, qubits: number): QuadraticCost | undefined {
  const linear = new Float64Array(qubits);
  const couplings: [number, number, number][] = [];
  for (const [mask, weight] of weights) {
    if (popcount(mask) > 2 && weight !== 0) return undefined;
    const i = 31 - Math.clz32(mask);
    const j = 31 - Math.clz32(mask & -mask);
    if (popcount(mask) === 1) linear[i]! += weight;
    if (popcount(mask) === 2) couplings.push([j, i, weight]);
  }
  return { kind: "quadratic", offset: weights.get(0) ?? 0, linear, couplings };
}

async function enumerate(qubits: number, cost: Cost): Promise<Scan | null> {
  if (qubits > greatestQuadratic) return null;
  const weights = subsetWeights(cost, qubits);
  const quadratic = cost.kind === "quadratic" ? cost : asQuadratic(weights, qubits);
  if (quadratic !== undefined) return enumerateQubo(qubits, quadratic);
  return qubits > greatestPolynomial ? null : scanPolynomial(qubits, weights);
}

/**
 * The exact minimum by looking at all assignments: quadratic costs up to 30 variables, others up to 24; null above.
 * @throws KernelError QT_KERNEL_BAD_COST, QT_KERNEL_BAD_ARGUMENT
 */
export async function certifiedOptimum(qubits: number, cost: Cost): Promise<CertifiedOptimum | null> {
  const found = await enumerate(qubits, cost);
  if (found === null) return null;
  const bits = bitsOfBasis(found.basis, qubits);
  return { bits, energy: energyOf(cost, bits), minimisers: found.minimisers, method: "enumeration" };
}
