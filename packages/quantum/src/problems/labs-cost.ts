import type { PolynomialCost } from "@qtwin/kernel";
import { quantumError } from "../errors.ts";
import { popcount } from "../pauli/bits.ts";

/** Variables that a set in one 32-bit mask can hold. */
const greatestLength = 31;

/** Adds a product of spins 1 - 2x, given as a set of variables, as products of x. */
function addSpins(weights: Map<number, number>, spins: number): void {
  for (let set = spins; ; set = (set - 1) & spins) {
    weights.set(set, (weights.get(set) ?? 0) + (-2) ** popcount(set));
    if (set === 0) return;
  }
}

function variablesOf(set: number): readonly number[] {
  return Array.from({ length: greatestLength }, (_, i) => i).filter((i) => (set >>> i) & 1);
}

/**
 * Low autocorrelation binary sequences: Σ_k (Σ_i s_i s_(i+k))² with s = 1 - 2x, in products of up to four variables.
 * The length is 1 … 31.
 * @throws QT_QUANTUM_BAD_SIZE
 * Source: Packebusch, Mertens, arXiv 1512.02475.
 */
export function labsCost(length: number): PolynomialCost {
  if (!Number.isInteger(length) || length < 1 || length > greatestLength)
    throw quantumError("QT_QUANTUM_BAD_SIZE", `length is ${length}, not 1 to ${greatestLength}.`, "length");
  const weights = new Map<number, number>();
  // A spin that comes twice drops out, as a bit does from an exclusive or.
  for (let k = 1; k < length; k += 1)
    for (let i = 0; i + k < length; i += 1)
      for (let j = 0; j + k < length; j += 1)
        addSpins(weights, (1 << i) ^ (1 << (i + k)) ^ (1 << j) ^ (1 << (j + k)));
  const terms = Array.from(weights, ([set, weight]) => ({ variables: variablesOf(set), weight }));
  return { kind: "polynomial", terms };
}
