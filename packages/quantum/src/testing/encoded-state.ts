import type { RandomAccessEncoding } from "../qrao/encoding.ts";
import { lettersOf } from "../qrao/encoding.ts";
import { type Statevector, zeroState } from "../simulate/statevector.ts";

/** The product state with Bloch vector (s_1, …, s_k)/√k along the letters of each qubit. */
export function encodedState({ held }: RandomAccessEncoding, spins: ArrayLike<number>): Statevector {
  const state = zeroState(held.length);
  held.forEach((own, qubit) => {
    let [x, y, z] = [0, 0, 0];
    lettersOf(own.length).forEach((letter, place) => {
      const part = spins[own[place]!]! / Math.sqrt(own.length);
      if (letter.x === 0) z = part;
      else if (letter.z === 1) y = part;
      else x = part;
    });
    const half = Math.acos(Math.max(-1, Math.min(1, z))) / 2;
    const length = Math.hypot(x, y) || 1;
    const [oneRe, oneIm] = [(Math.sin(half) * x) / length, (Math.sin(half) * y) / length];
    // Without x and y the phase is free.
    const one = x === 0 && y === 0 ? [Math.sin(half), 0] : [oneRe, oneIm];
    for (let i = 2 ** qubit - 1; i >= 0; i--) {
      const [re, im] = [state.re[i]!, state.im[i]!];
      state.re[i] = Math.cos(half) * re;
      state.im[i] = Math.cos(half) * im;
      state.re[i + 2 ** qubit] = one[0]! * re - one[1]! * im;
      state.im[i + 2 ** qubit] = one[0]! * im + one[1]! * re;
    }
  });
  return state;
}
