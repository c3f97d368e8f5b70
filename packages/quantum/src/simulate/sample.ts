import type { Random } from "@qtwin/core";
import { normSquared, type Statevector } from "./statevector.ts";

/**
 * Basis indices of `shots` measurements of all qubits, in ascending order, in O(2^n + shots).
 * Spacings of exponential numbers are sorted uniform numbers, so that one pass over the state meets them all.
 */
export function sampleBasis(state: Statevector, shots: number, random: Random): Int32Array {
  const { re, im } = state;
  const ends = new Float64Array(shots + 1);
  let total = 0;
  for (let shot = 0; shot <= shots; shot++) {
    total -= Math.log(1 - random.next());
    ends[shot] = total;
  }
  const samples = new Int32Array(shots);
  const scale = normSquared(state) / total;
  let cumulative = 0;
  let shot = 0;
  let last = 0;
  for (let i = 0; i < re.length && shot < shots; i++) {
    const probability = re[i]! * re[i]! + im[i]! * im[i]!;
    if (probability > 0) last = i;
    cumulative += probability;
    while (shot < shots && ends[shot]! * scale < cumulative) samples[shot++] = i;
  }
  // What rounding leaves over belongs to the last state that can be seen.
  return samples.fill(last, shot);
}
