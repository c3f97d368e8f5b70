import { parity, popcount } from "../pauli/bits.ts";
import type { PauliString } from "../pauli/pauli-sum.ts";
import type { Statevector } from "./statevector.ts";

/** i^k as [real, imaginary]. */
export const powersOfI: readonly (readonly [number, number])[] = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
];

function rotateDiagonal(
  { re, im }: Statevector,
  z: number,
  cos: number,
  sin: number,
  controlMask: number,
): void {
  for (let i = 0; i < re.length; i++) {
    if ((i & controlMask) !== controlMask) continue;
    const signed = parity(i & z) === 0 ? -sin : sin;
    const real = re[i]!;
    re[i] = cos * real - signed * im[i]!;
    im[i] = cos * im[i]! + signed * real;
  }
}

/**
 * exp(-i theta/2 P), where all bits of `controlMask` are 1; the controls are not among the qubits of P.
 * Since P² = 1 this is cos(theta/2) - i sin(theta/2) P, one pass over pairs of amplitudes that P swaps.
 */
export function applyPauliRotation(
  state: Statevector,
  { x, z }: PauliString,
  theta: number,
  controlMask = 0,
): void {
  const [cos, sin] = [Math.cos(theta / 2), Math.sin(theta / 2)];
  if (x === 0) rotateDiagonal(state, z, cos, sin, controlMask);
  else rotatePairs(state, { x, z }, cos, sin, controlMask);
}

function rotatePairs(
  { re, im }: Statevector,
  { x, z }: PauliString,
  cos: number,
  sin: number,
  controlMask: number,
): void {
  const top = 1 << (31 - Math.clz32(x));
  // -i · i^|y|: what P gives beside the sign of Z, times the -i of the rotation.
  const [ur, ui] = powersOfI[(popcount(x & z) + 3) & 3]!;
  for (let i = 0; i < re.length; i++) {
    if ((i & top) !== 0 || (i & controlMask) !== controlMask) continue;
    const j = i ^ x;
    const fromJ = parity(j & z) === 0 ? sin : -sin;
    const fromI = parity(i & z) === 0 ? sin : -sin;
    const [ir, ii, jr, ji] = [re[i]!, im[i]!, re[j]!, im[j]!];
    re[i] = cos * ir + fromJ * (ur * jr - ui * ji);
    im[i] = cos * ii + fromJ * (ur * ji + ui * jr);
    re[j] = cos * jr + fromI * (ur * ir - ui * ii);
    im[j] = cos * ji + fromI * (ur * ii + ui * ir);
  }
}

/** The Pauli string itself, P|j> = i^|y| (-1)^|j & z| |j ^ x>. */
export function applyPauli(state: Statevector, { x, z }: PauliString): void {
  const { re, im } = state;
  const [ur, ui] = powersOfI[popcount(x & z) & 3]!;
  const sourceRe = re.slice();
  const sourceIm = im.slice();
  for (let j = 0; j < re.length; j++) {
    const sign = parity(j & z) === 0 ? 1 : -1;
    re[j ^ x] = sign * (ur * sourceRe[j]! - ui * sourceIm[j]!);
    im[j ^ x] = sign * (ur * sourceIm[j]! + ui * sourceRe[j]!);
  }
}
