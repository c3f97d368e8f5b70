import { parity, popcount } from "../pauli/bits.ts";
import type { PauliString } from "../pauli/pauli-sum.ts";
import { powersOfI } from "./apply-pauli.ts";
import type { Statevector } from "./statevector.ts";

/** Re <a|b>, which is <ψ|H|ψ> for b = Hψ; states of the kernel must be of one call of `Simulator.states`. */
export function realOverlap(a: Statevector, b: Statevector): number {
  if (a.gates && b.gates) return a.gates.realOverlap(b.gates);
  let sum = 0;
  for (let i = 0; i < a.re.length; i++) sum += a.re[i]! * b.re[i]! + a.im[i]! * b.im[i]!;
  return sum;
}

/** Im <a|P|b> over the basis states of b where all bits of `controlMask` are 1; P does not touch the controls. */
export function imaginaryOverlap(
  a: Statevector,
  { x, z }: PauliString,
  b: Statevector,
  controlMask: number,
): number {
  if (a.gates && b.gates) return a.gates.imaginaryOverlap({ x, z }, b.gates, controlMask);
  const [ur, ui] = powersOfI[popcount(x & z) & 3]!;
  let sum = 0;
  for (let j = 0; j < b.re.length; j++) {
    if ((j & controlMask) !== controlMask) continue;
    const i = j ^ x;
    const overlapRe = a.re[i]! * b.re[j]! + a.im[i]! * b.im[j]!;
    const overlapIm = a.re[i]! * b.im[j]! - a.im[i]! * b.re[j]!;
    const imaginary = ur * overlapIm + ui * overlapRe;
    sum += parity(j & z) === 0 ? imaginary : -imaginary;
  }
  return sum;
}
