import { quantumError } from "../errors.ts";
import { parity, popcount } from "../pauli/bits.ts";
import { type PauliSum, type PauliTerm, pauliTerms } from "../pauli/pauli-sum.ts";
import { powersOfI } from "./apply-pauli.ts";
import { type Statevector, zeroState } from "./statevector.ts";

/** @throws QT_QUANTUM_BAD_SIZE if H and ψ differ in qubits */
export function checkSameQubits(state: Statevector, observable: { readonly qubits: number }): void {
  if (state.qubits !== observable.qubits)
    throw quantumError(
      "QT_QUANTUM_BAD_SIZE",
      `The observable has ${observable.qubits} qubits, the state ${state.qubits}.`,
      "observable",
    );
}

function addTerm(target: Statevector, source: Statevector, { x, z, coefficient }: PauliTerm): void {
  const [unitRe, unitIm] = powersOfI[popcount(x & z) & 3]!;
  const [ur, ui] = [coefficient * unitRe, coefficient * unitIm];
  for (let j = 0; j < source.re.length; j++) {
    const sign = parity(j & z) === 0 ? 1 : -1;
    target.re[j ^ x]! += sign * (ur * source.re[j]! - ui * source.im[j]!);
    target.im[j ^ x]! += sign * (ur * source.im[j]! + ui * source.re[j]!);
  }
}

/**
 * H|ψ> into `target`, which is no state: its norm is what H makes it.
 * @throws QT_QUANTUM_BAD_SIZE if H and ψ differ in qubits
 */
export function applyPauliSum(
  state: Statevector,
  observable: PauliSum,
  target: Statevector = zeroState(state.qubits),
): Statevector {
  checkSameQubits(state, observable);
  if (state.gates && target.gates) {
    target.gates.setPauliSum(state.gates, observable);
    return target;
  }
  target.re.fill(0);
  target.im.fill(0);
  for (const term of pauliTerms(observable)) addTerm(target, state, term);
  return target;
}
