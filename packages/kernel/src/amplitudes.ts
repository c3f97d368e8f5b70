import { popcount } from "./bits.ts";
import type { HeldState } from "./held-state.ts";
import { tileReals } from "./sample.ts";

/** ψ by basis index. */
export interface Amplitudes {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** (-i)^|x| times the factor. */
function quarterBack([c, s]: readonly [number, number], basis: number): readonly [number, number] {
  const ones = popcount(basis);
  if (ones % 4 === 0) return [c, s];
  if (ones % 4 === 1) return [s, -c];
  return ones % 4 === 2 ? [-c, -s] : [-s, c];
}

/** All 2^qubits amplitudes, global phase included; `mixed` is the sum of the mixer angles so far. */
export function readAmplitudes(held: HeldState, mixed: number): Amplitudes {
  const { qubits, heldQubits, tileQubits, tiles, mirrored } = held.layout;
  // The extra qubits of a small state have turned by the mixer angles.
  const extra = mirrored ? 0 : heldQubits - qubits;
  const scale = Math.sqrt(2 ** extra);
  const turn = [scale * Math.cos(extra * mixed), scale * Math.sin(extra * mixed)] as const;
  const re = new Float64Array(2 ** qubits);
  const im = new Float64Array(2 ** qubits);
  for (let tile = 0; tile < tiles; tile += 1) {
    const [a, b] = tileReals(held, tile);
    for (let x = 0; x < a.length; x += 1) {
      const basis = tile * 2 ** tileQubits + x;
      const [c, s] = quarterBack(turn, basis);
      re[basis] = a[x]! * c - b[x]! * s;
      im[basis] = a[x]! * s + b[x]! * c;
    }
  }
  if (mirrored)
    for (const part of [re, im]) part.subarray(part.length / 2).set(part.slice(0, part.length / 2).reverse());
  return { re, im };
}
