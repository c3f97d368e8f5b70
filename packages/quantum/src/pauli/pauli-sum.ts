import { quantumError } from "../errors.ts";
import { parity } from "./bits.ts";

/** Masks are 32-bit integers, so a string has at most this many qubits. */
export const maxPauliQubits = 30;

/**
 * One Pauli string: bit q of `x` and `z` set for X and Z on qubit q, both for Y; the string is Hermitian,
 * P = i^|x & z| X^x Z^z.
 */
export interface PauliString {
  readonly x: number;
  readonly z: number;
}

export interface PauliTerm extends PauliString {
  readonly coefficient: number;
}

/** Σ coefficient[k] · P(x[k], z[k]), with real coefficients: a Hamiltonian or an observable. */
export interface PauliSum {
  readonly qubits: number;
  readonly x: Int32Array;
  readonly z: Int32Array;
  readonly coefficient: Float64Array;
}

/**
 * The sum in columns; equal strings are added, zeros stay out, the order is that of first appearance.
 * @throws QT_QUANTUM_BAD_SIZE, QT_QUANTUM_BAD_PAULI
 */
export function pauliSum(qubits: number, terms: Iterable<PauliTerm>): PauliSum {
  if (!Number.isInteger(qubits) || qubits < 0 || qubits > maxPauliQubits)
    throw quantumError(
      "QT_QUANTUM_BAD_SIZE",
      `A Pauli sum has 0 to ${maxPauliQubits} qubits, not ${qubits}.`,
      "qubits",
    );
  const merged = new Map<string, PauliTerm>();
  let index = 0;
  for (const { x, z, coefficient } of terms) {
    if ((x | z) >>> qubits !== 0 || !Number.isFinite(coefficient))
      throw quantumError(
        "QT_QUANTUM_BAD_PAULI",
        `Term ${index} has qubits beyond ${qubits} or a coefficient that is not finite.`,
        `terms[${index}]`,
      );
    const key = `${x}/${z}`;
    merged.set(key, { x, z, coefficient: coefficient + (merged.get(key)?.coefficient ?? 0) });
    index += 1;
  }
  const kept = [...merged.values()].filter((term) => term.coefficient !== 0);
  return {
    qubits,
    x: Int32Array.from(kept, (term) => term.x),
    z: Int32Array.from(kept, (term) => term.z),
    coefficient: Float64Array.from(kept, (term) => term.coefficient),
  };
}

export function* pauliTerms({ x, z, coefficient }: PauliSum): Generator<PauliTerm> {
  for (let term = 0; term < coefficient.length; term++)
    yield { x: x[term]!, z: z[term]!, coefficient: coefficient[term]! };
}

/** Whether P·Q = Q·P; else P·Q = -Q·P. */
export function commute(p: PauliString, q: PauliString): boolean {
  return parity(p.x & q.z) === parity(p.z & q.x);
}

/** Whether every two strings of the sum commute, so that one basis measures them all. */
export function mutuallyCommuting(sum: PauliSum): boolean {
  const terms = [...pauliTerms(sum)];
  return terms.every((p, index) => terms.slice(index + 1).every((q) => commute(p, q)));
}
