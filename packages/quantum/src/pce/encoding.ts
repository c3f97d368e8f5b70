import { quantumError } from "../errors.ts";
import type { PauliString } from "../pauli/pauli-sum.ts";
import { checkWhole } from "../run/check-whole.ts";
import { maxStatevectorQubits } from "../simulate/statevector.ts";

/** The bases in which the three sets of correlators are measured. */
export const correlatorBases = ["x", "y", "z"] as const;
export type CorrelatorBasis = (typeof correlatorBases)[number];

/** Spin i is read off the correlator of basis i mod 3 on the qubits of mask[i]: X…X, Y…Y or Z…Z. */
export interface PauliEncoding {
  readonly qubits: number;
  /** Qubits in each correlator. */
  readonly order: 2 | 3;
  readonly mask: Int32Array;
}

function binomial(n: number, k: number): number {
  let count = 1;
  for (let i = 1; i <= k; i++) count = (count * (n - k + i)) / i;
  return n < k ? 0 : count;
}

/** The next greater number with as many bits set. Source: Gosper, HAKMEM item 175. */
function nextSubset(mask: number): number {
  const lowest = mask & -mask;
  const carried = mask + lowest;
  return carried | (((mask ^ carried) / lowest) >> 2);
}

function qubitsFor(spins: number, order: number): number {
  let qubits = order;
  while (3 * binomial(qubits, order) < spins) qubits += 1;
  return qubits;
}

function masks(spins: number, order: number): Int32Array {
  const mask = new Int32Array(spins);
  for (let i = 0, subset = 2 ** order - 1; i < spins; i++) {
    mask[i] = subset;
    if (i % 3 === 2) subset = nextSubset(subset);
  }
  return mask;
}

/**
 * The least register whose three commuting sets of k-body correlators hold so many spins: 3 · C(n, k) of them, so that
 * 1,000 spins take 14 qubits at k = 3. Source: Sciorilli et al., arXiv 2401.09421.
 * @param order k; the one that takes fewer qubits if absent, 2 at a tie
 * @throws QT_QUANTUM_BAD_SIZE, QT_QUANTUM_TOO_LARGE
 */
export function pauliEncoding(spins: number, order?: 2 | 3): PauliEncoding {
  checkWhole(spins, 1, "spins");
  if (order !== undefined && order !== 2 && order !== 3)
    throw quantumError(
      "QT_QUANTUM_BAD_SIZE",
      `The order is ${order}: correlators have 2 or 3 qubits.`,
      "order",
    );
  const chosen = order ?? (qubitsFor(spins, 3) < qubitsFor(spins, 2) ? 3 : 2);
  const qubits = qubitsFor(spins, chosen);
  if (qubits > maxStatevectorQubits)
    throw quantumError(
      "QT_QUANTUM_TOO_LARGE",
      `${spins} spins take ${qubits} qubits at order ${chosen}; a statevector holds ${maxStatevectorQubits}.`,
      "order",
    );
  return { qubits, order: chosen, mask: masks(spins, chosen) };
}

/** The correlator of spin i as a Pauli string. */
export function correlatorOf({ mask }: PauliEncoding, i: number): PauliString {
  const basis = correlatorBases[i % 3]!;
  return { x: basis === "z" ? 0 : mask[i]!, z: basis === "x" ? 0 : mask[i]! };
}
