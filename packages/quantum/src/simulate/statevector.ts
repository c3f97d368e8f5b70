import type { GateState } from "@qtwin/kernel";
import { quantumError } from "../errors.ts";

/** 2^26 amplitudes in f64 take 1 GiB; the masks of the loops would allow 30. */
export const maxStatevectorQubits = 26;

/** Amplitudes by basis index; qubit q is bit q of the index (little endian). */
export interface Statevector {
  readonly qubits: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
  /** Set where the arrays lie in the kernel's memory: gates and sums then run there. */
  readonly gates?: GateState;
}

/** |0…0>. @throws QT_QUANTUM_TOO_LARGE */
export function zeroState(qubits: number): Statevector {
  if (qubits > maxStatevectorQubits)
    throw quantumError(
      "QT_QUANTUM_TOO_LARGE",
      `A statevector holds up to ${maxStatevectorQubits} qubits, not ${qubits}.`,
      "qubits",
    );
  const re = new Float64Array(2 ** qubits);
  re[0] = 1;
  return { qubits, re, im: new Float64Array(2 ** qubits) };
}

/** |0…0> again. */
export function resetState({ re, im }: Statevector): void {
  re.fill(0);
  im.fill(0);
  re[0] = 1;
}

export function assignState(target: Statevector, source: Statevector): void {
  target.re.set(source.re);
  target.im.set(source.im);
}

/** In arrays of its own. */
export function copyState({ qubits, re, im }: Statevector): Statevector {
  return { qubits, re: re.slice(), im: im.slice() };
}

/** <ψ|ψ>, 1 for a state. */
export function normSquared({ re, im }: Statevector): number {
  let sum = 0;
  for (let i = 0; i < re.length; i++) sum += re[i]! * re[i]! + im[i]! * im[i]!;
  return sum;
}

/** <a|b> as real and imaginary part. */
export function innerProduct(a: Statevector, b: Statevector): readonly [number, number] {
  let [re, im] = [0, 0];
  for (let i = 0; i < a.re.length; i++) {
    re += a.re[i]! * b.re[i]! + a.im[i]! * b.im[i]!;
    im += a.re[i]! * b.im[i]! - a.im[i]! * b.re[i]!;
  }
  return [re, im];
}

/** |<a|b>|², 1 for states that differ by a global phase only. */
export function fidelity(a: Statevector, b: Statevector): number {
  const [re, im] = innerProduct(a, b);
  return re * re + im * im;
}
