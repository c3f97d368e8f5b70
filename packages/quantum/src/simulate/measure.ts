import type { Random } from "@qtwin/core";
import { applyPauli } from "./apply-pauli.ts";
import type { Statevector } from "./statevector.ts";

/** The probability that the qubit is measured as 1. */
export function probabilityOfOne({ re, im, gates }: Statevector, qubit: number): number {
  if (gates) return gates.probabilityOfOne(qubit);
  const bit = 1 << qubit;
  let sum = 0;
  for (let i = 0; i < re.length; i++) if ((i & bit) !== 0) sum += re[i]! * re[i]! + im[i]! * im[i]!;
  return sum;
}

/** The part where the qubit is `outcome`, which has this probability, scaled to norm 1. */
function collapse({ re, im, gates }: Statevector, qubit: number, outcome: 0 | 1, probability: number): void {
  if (gates) {
    gates.collapse(qubit, outcome);
    return;
  }
  const scale = 1 / Math.sqrt(probability);
  for (let i = 0; i < re.length; i++) {
    const kept = ((i >>> qubit) & 1) === outcome ? scale : 0;
    re[i]! *= kept;
    im[i]! *= kept;
  }
}

/** Measures in the Z basis; the state collapses to what was seen. */
export function measureQubit(state: Statevector, qubit: number, random: Random): 0 | 1 {
  const one = Math.min(1, probabilityOfOne(state, qubit));
  const outcome = random.next() < one ? 1 : 0;
  collapse(state, qubit, outcome, outcome === 1 ? one : 1 - one);
  return outcome;
}

/** Puts the qubit into |0>, tracing out what it was: a measurement, then X if it showed 1. */
export function resetQubit(state: Statevector, qubit: number, random: Random): void {
  if (measureQubit(state, qubit, random) === 1) applyPauli(state, { x: 1 << qubit, z: 0 });
}
