import { popcount } from "../pauli/bits.ts";
import type { Statevector } from "../simulate/statevector.ts";
import { walshHadamard } from "../simulate/walsh-hadamard.ts";
import { type CorrelatorBasis, correlatorBases, type PauliEncoding } from "./encoding.ts";

function hadamardAll({ re, im }: Statevector): void {
  const scale = Math.sqrt(1 / re.length);
  for (const part of [re, im]) {
    walshHadamard(part);
    for (let i = 0; i < part.length; i++) part[i]! *= scale;
  }
}

/** i^(turns · |b|) on each amplitude: S on each qubit for 1, its inverse for 3. */
function phaseAll({ re, im }: Statevector, turns: 1 | 3): void {
  for (let b = 0; b < re.length; b++) {
    const quarters = (turns * popcount(b)) & 3;
    const real = re[b]!;
    const imaginary = im[b]!;
    re[b] = quarters === 0 ? real : quarters === 1 ? -imaginary : quarters === 2 ? -real : imaginary;
    im[b] = quarters === 0 ? imaginary : quarters === 1 ? real : quarters === 2 ? -imaginary : -real;
  }
}

/** Turns the eigenvectors of the basis into those of Z, in place. */
function toBasis(state: Statevector, basis: CorrelatorBasis): void {
  if (basis === "y") phaseAll(state, 3);
  if (basis !== "z") hadamardAll(state);
}

function fromBasis(state: Statevector, basis: CorrelatorBasis): void {
  if (basis !== "z") hadamardAll(state);
  if (basis === "y") phaseAll(state, 1);
}

/** The state as the three bases see it: what measuring X, Y or Z on all qubits samples from. */
export function inBases({ qubits, re, im }: Statevector): readonly Statevector[] {
  return correlatorBases.map((basis) => {
    const rotated = { qubits, re: re.slice(), im: im.slice() };
    toBasis(rotated, basis);
    return rotated;
  });
}

export function probabilitiesOf({ re, im }: Statevector): Float64Array {
  return re.map((real, b) => real * real + im[b]! * im[b]!);
}

/**
 * The expectation of each spin's correlator. All correlators of a basis come from one transform of its probabilities.
 * @param probabilities by basis index, of bases X, Y, Z
 */
export function correlatorsOf({ mask }: PauliEncoding, probabilities: readonly Float64Array[]): Float64Array {
  const spectra = probabilities.map((each) => {
    const spectrum = each.slice();
    walshHadamard(spectrum);
    return spectrum;
  });
  return Float64Array.from(mask, (subset, i) => spectra[i % 3]![subset]!);
}

/** Σ weight[i] P_i ψ, diagonal in each basis, from the state as the three bases see it. */
export function weightedCorrelators(
  { mask, qubits }: PauliEncoding,
  weights: ArrayLike<number>,
  seen: readonly Statevector[],
): Statevector {
  const total = { qubits, re: new Float64Array(2 ** qubits), im: new Float64Array(2 ** qubits) };
  correlatorBases.forEach((basis, index) => {
    const diagonal = new Float64Array(2 ** qubits);
    for (let i = index; i < mask.length; i += 3) diagonal[mask[i]!] = weights[i]!;
    walshHadamard(diagonal);
    const { re, im } = seen[index]!;
    const part = { qubits, re: re.map((a, b) => a * diagonal[b]!), im: im.map((a, b) => a * diagonal[b]!) };
    fromBasis(part, basis);
    for (let b = 0; b < diagonal.length; b++) {
      total.re[b]! += part.re[b]!;
      total.im[b]! += part.im[b]!;
    }
  });
  return total;
}
