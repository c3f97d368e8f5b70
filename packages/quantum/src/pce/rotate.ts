import type { Rotation } from "../ansatz/brickwork.ts";
import type { Statevector } from "../simulate/statevector.ts";

/*
 * The general simulator asks each amplitude for its parity. The rotations of a brickwork need not ask, and the walk back
 * takes both states and the overlap in one pass.
 */

/** The top qubit of the mask as a mask: pairs of amplitudes differ in it. */
export function topOf(mask: number): number {
  return 1 << (31 - Math.clz32(mask));
}

/** cos and sin of half the angle. */
type HalfAngle = readonly [cos: number, sin: number];

function rotateX({ re, im }: Statevector, mask: number, [c, s]: HalfAngle): void {
  const low = topOf(mask) - 1;
  for (let pair = 0; pair < re.length >> 1; pair++) {
    const i = ((pair & ~low) << 1) | (pair & low);
    const j = i ^ mask;
    const ar = re[i]!;
    const ai = im[i]!;
    const br = re[j]!;
    const bi = im[j]!;
    re[i] = c * ar + s * bi;
    im[i] = c * ai - s * br;
    re[j] = c * br + s * ai;
    im[j] = c * bi - s * ar;
  }
}

function rotateY({ re, im }: Statevector, mask: number, [c, s]: HalfAngle): void {
  const low = mask - 1;
  for (let pair = 0; pair < re.length >> 1; pair++) {
    const i = ((pair & ~low) << 1) | (pair & low);
    const j = i | mask;
    const ar = re[i]!;
    const ai = im[i]!;
    const br = re[j]!;
    const bi = im[j]!;
    re[i] = c * ar - s * br;
    im[i] = c * ai - s * bi;
    re[j] = c * br + s * ar;
    im[j] = c * bi + s * ai;
  }
}

function rotateZ({ re, im }: Statevector, mask: number, [c, s]: HalfAngle): void {
  const low = mask - 1;
  for (let pair = 0; pair < re.length >> 1; pair++) {
    const i = ((pair & ~low) << 1) | (pair & low);
    const j = i | mask;
    const ar = re[i]!;
    const ai = im[i]!;
    const br = re[j]!;
    const bi = im[j]!;
    re[i] = c * ar + s * ai;
    im[i] = c * ai - s * ar;
    re[j] = c * br - s * bi;
    im[j] = c * bi + s * br;
  }
}

const rotations = { x: rotateX, y: rotateY, z: rotateZ };

/** ψ ← exp(-i theta/2 P) ψ. */
export function rotate(state: Statevector, { axis, mask }: Rotation, theta: number): void {
  rotations[axis](state, mask, [Math.cos(theta / 2), Math.sin(theta / 2)]);
}
