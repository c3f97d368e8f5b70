import { parity, popcount } from "../pauli/bits.ts";
import { type PauliString, type PauliSum, pauliTerms } from "../pauli/pauli-sum.ts";
import { powersOfI } from "./apply-pauli.ts";
import { checkSameQubits } from "./apply-pauli-sum.ts";
import type { Statevector } from "./statevector.ts";

/** <ψ|P|ψ>, a real number since P is Hermitian. */
export function expectationOfString({ re, im, gates }: Statevector, { x, z }: PauliString): number {
  if (gates) return gates.expectationOfString({ x, z });
  const [ur, ui] = powersOfI[popcount(x & z) & 3]!;
  let sum = 0;
  for (let j = 0; j < re.length; j++) {
    const i = j ^ x;
    const overlapRe = re[i]! * re[j]! + im[i]! * im[j]!;
    const overlapIm = re[i]! * im[j]! - im[i]! * re[j]!;
    const real = ur * overlapRe - ui * overlapIm;
    sum += parity(j & z) === 0 ? real : -real;
  }
  return sum;
}

/** <ψ|H|ψ>. @throws QT_QUANTUM_BAD_SIZE if H and ψ differ in qubits */
export function expectation(state: Statevector, observable: PauliSum): number {
  checkSameQubits(state, observable);
  let sum = 0;
  for (const term of pauliTerms(observable)) sum += term.coefficient * expectationOfString(state, term);
  return sum;
}
