import type { Rotation } from "../ansatz/brickwork.ts";
import type { Statevector } from "../simulate/statevector.ts";
import { topOf } from "./rotate.ts";

/*
 * One step of the walk back: both states lose the rotation, and the same pass over the pairs sums Im <λ|P|ψ>. Each
 * pair is (a, b) of ψ and (k, l) of λ. P commutes with its rotation, so that it does not matter which comes first.
 */

function unwindX(state: Statevector, adjoint: Statevector, mask: number, c: number, s: number): number {
  const { re, im } = state;
  const { re: adjointRe, im: adjointIm } = adjoint;
  const low = topOf(mask) - 1;
  let sum = 0;
  for (let pair = 0; pair < re.length >> 1; pair++) {
    const i = ((pair & ~low) << 1) | (pair & low);
    const j = i ^ mask;
    const ar = re[i]!;
    const ai = im[i]!;
    const br = re[j]!;
    const bi = im[j]!;
    const kr = adjointRe[i]!;
    const ki = adjointIm[i]!;
    const lr = adjointRe[j]!;
    const li = adjointIm[j]!;
    sum += kr * bi - ki * br + lr * ai - li * ar;
    re[i] = c * ar - s * bi;
    im[i] = c * ai + s * br;
    re[j] = c * br - s * ai;
    im[j] = c * bi + s * ar;
    adjointRe[i] = c * kr - s * li;
    adjointIm[i] = c * ki + s * lr;
    adjointRe[j] = c * lr - s * ki;
    adjointIm[j] = c * li + s * kr;
  }
  return sum;
}

function unwindY(state: Statevector, adjoint: Statevector, mask: number, c: number, s: number): number {
  const { re, im } = state;
  const { re: adjointRe, im: adjointIm } = adjoint;
  const low = mask - 1;
  let sum = 0;
  for (let pair = 0; pair < re.length >> 1; pair++) {
    const i = ((pair & ~low) << 1) | (pair & low);
    const j = i | mask;
    const ar = re[i]!;
    const ai = im[i]!;
    const br = re[j]!;
    const bi = im[j]!;
    const kr = adjointRe[i]!;
    const ki = adjointIm[i]!;
    const lr = adjointRe[j]!;
    const li = adjointIm[j]!;
    sum += lr * ar + li * ai - kr * br - ki * bi;
    re[i] = c * ar + s * br;
    im[i] = c * ai + s * bi;
    re[j] = c * br - s * ar;
    im[j] = c * bi - s * ai;
    adjointRe[i] = c * kr + s * lr;
    adjointIm[i] = c * ki + s * li;
    adjointRe[j] = c * lr - s * kr;
    adjointIm[j] = c * li - s * ki;
  }
  return sum;
}

function unwindZ(state: Statevector, adjoint: Statevector, mask: number, c: number, s: number): number {
  const { re, im } = state;
  const { re: adjointRe, im: adjointIm } = adjoint;
  const low = mask - 1;
  let sum = 0;
  for (let pair = 0; pair < re.length >> 1; pair++) {
    const i = ((pair & ~low) << 1) | (pair & low);
    const j = i | mask;
    const ar = re[i]!;
    const ai = im[i]!;
    const br = re[j]!;
    const bi = im[j]!;
    const kr = adjointRe[i]!;
    const ki = adjointIm[i]!;
    const lr = adjointRe[j]!;
    const li = adjointIm[j]!;
    sum += kr * ai - ki * ar - lr * bi + li * br;
    re[i] = c * ar - s * ai;
    im[i] = c * ai + s * ar;
    re[j] = c * br + s * bi;
    im[j] = c * bi - s * br;
    adjointRe[i] = c * kr - s * ki;
    adjointIm[i] = c * ki + s * kr;
    adjointRe[j] = c * lr + s * li;
    adjointIm[j] = c * li - s * lr;
  }
  return sum;
}

const unwinders = { x: unwindX, y: unwindY, z: unwindZ };

/**
 * Takes exp(-i theta/2 P) off both states.
 * @returns Im <adjoint|P|state>: with adjoint = Hψ carried back to this place, the derivative of <H> by theta
 */
export function unwind(
  state: Statevector,
  adjoint: Statevector,
  { axis, mask }: Rotation,
  theta: number,
): number {
  return unwinders[axis](state, adjoint, mask, Math.cos(theta / 2), Math.sin(theta / 2));
}
