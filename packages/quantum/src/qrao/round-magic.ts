import type { Random } from "@qtwin/core";
import { normSquared, type Statevector } from "../simulate/statevector.ts";
import { lettersOf, type RandomAccessEncoding } from "./encoding.ts";

/** <a| of a qubit state, as factors of |0> (real) and of |1>. */
interface Bra {
  readonly zero: number;
  readonly oneRe: number;
  readonly oneIm: number;
}

/** The two states along an axis and against it. */
function bras([x, y, z]: readonly [number, number, number]): readonly [Bra, Bra] {
  const half = Math.acos(Math.max(-1, Math.min(1, z))) / 2;
  const phase = Math.atan2(y, x);
  const [cos, sin] = [Math.cos(half), Math.sin(half)];
  const [turnRe, turnIm] = [Math.cos(phase), -Math.sin(phase)];
  return [
    { zero: cos, oneRe: sin * turnRe, oneIm: sin * turnIm },
    { zero: sin, oneRe: -cos * turnRe, oneIm: -cos * turnIm },
  ];
}

/** The axis of a code's magic states with these signs along its letters. */
function axisOf(signs: readonly number[]): readonly [number, number, number] {
  const axis: [number, number, number] = [0, 0, 0];
  lettersOf(signs.length).forEach(({ x, z }, place) => {
    axis[x === 0 ? 2 : z] = signs[place]! / Math.sqrt(signs.length);
  });
  return axis;
}

/** <bra| on the top qubit of the first `size` amplitudes: its squared norm, and the result into `target` if there is one. */
function project(
  { re, im }: Statevector,
  size: number,
  { zero, oneRe, oneIm }: Bra,
  target?: Statevector,
): number {
  const half = size / 2;
  let mass = 0;
  for (let i = 0; i < half; i++) {
    const [r, m] = [re[i + half]!, im[i + half]!];
    const real = zero * re[i]! + oneRe * r - oneIm * m;
    const imaginary = zero * im[i]! + oneRe * m + oneIm * r;
    mass += real * real + imaginary * imaginary;
    if (!target) continue;
    target.re[i] = real;
    target.im[i] = imaginary;
  }
  return mass;
}

/**
 * One shot: every qubit is measured along the axis of a random pair of magic states, which gives all its spins at once.
 * A measured qubit leaves half of the amplitudes, so that a shot costs two passes over the state.
 * @param room takes what is left; at least half as many amplitudes
 * @see Fuller et al., arXiv 2111.03167, "magic state rounding"
 */
export function roundMagic(
  state: Statevector,
  { held, spins }: RandomAccessEncoding,
  random: Random,
  room: Statevector,
): Int8Array {
  const result = new Int8Array(spins);
  let source = state;
  let mass = normSquared(state);
  for (let qubit = held.length - 1; qubit >= 0; qubit--) {
    const own = held[qubit]!;
    // The axis and its opposite are one basis: the first sign may stay.
    const signs = own.map((_, place) => (place > 0 && random.next() < 0.5 ? -1 : 1));
    const [along, against] = bras(axisOf(signs));
    const size = 2 ** (qubit + 1);
    const outcome = random.next() * mass < project(source, size, along) ? 1 : -1;
    mass = project(source, size, outcome === 1 ? along : against, room);
    source = room;
    for (const [place, spin] of own.entries()) result[spin] = outcome * signs[place]!;
  }
  return result;
}
