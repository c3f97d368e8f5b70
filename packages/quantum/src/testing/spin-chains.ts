import { type PauliSum, type PauliTerm, pauliSum } from "../pauli/pauli-sum.ts";

/** -Σ Z_i Z_(i+1) - field Σ X_i on an open chain. */
export function isingChain(qubits: number, field: number): PauliSum {
  const terms: PauliTerm[] = [];
  for (let i = 0; i < qubits; i++) {
    terms.push({ x: 1 << i, z: 0, coefficient: -field });
    if (i + 1 < qubits) terms.push({ x: 0, z: 3 << i, coefficient: -1 });
  }
  return pauliSum(qubits, terms);
}

/**
 * Its ground energy by free fermions: minus the sum of the singular values of the bidiagonal matrix with the field on
 * its diagonal and the coupling beside. Source: Lieb, Schultz, Mattis, Ann. Phys. 16 (1961) 407; Pfeuty 1970.
 */
export function isingChainEnergy(qubits: number, field: number): number {
  // The singular values are the roots of M Mᵀ, tridiagonal; its eigenvalues by bisection on Sturm counts.
  const diagonal = Array.from({ length: qubits }, (_, i) => field * field + (i + 1 < qubits ? 1 : 0));
  const below = (bound: number): number => {
    let [count, pivot] = [0, 1];
    for (let i = 0; i < qubits; i++) {
      pivot = diagonal[i]! - bound - (i === 0 ? 0 : (field * field) / (pivot || 1e-300));
      if (pivot < 0) count += 1;
    }
    return count;
  };
  let sum = 0;
  for (let k = 0; k < qubits; k++) {
    let [low, high] = [0, (1 + field) ** 2];
    for (let step = 0; step < 200; step++) {
      const middle = (low + high) / 2;
      if (below(middle) > k) high = middle;
      else low = middle;
    }
    sum += Math.sqrt(high);
  }
  return -sum;
}

/** Σ X X + Y Y + Z Z over the neighbours of a ring. */
export function heisenbergRing(qubits: number): PauliSum {
  const terms: PauliTerm[] = [];
  for (let i = 0; i < qubits; i++) {
    const pair = (1 << i) | (1 << ((i + 1) % qubits));
    for (const [x, z] of [
      [pair, 0],
      [pair, pair],
      [0, pair],
    ] as const)
      terms.push({ x, z, coefficient: 1 });
  }
  return pauliSum(qubits, terms);
}
