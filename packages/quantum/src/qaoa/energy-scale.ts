import type { SubsetWeights } from "@qtwin/kernel";
import { spinWeights } from "../cost/spin-weights.ts";
import { popcount } from "../pauli/bits.ts";
import { couplingsOf, type IsingModel } from "../pauli/ising.ts";

type Term = readonly [spins: number, weight: number];

function scaleOf(count: number, terms: Iterable<Term>): number {
  let sum = 0;
  for (const [spins, weight] of terms) sum += spins * weight * weight;
  return Math.sqrt(sum / count) || 1;
}

/**
 * What a spin feels of the others at random, in energy units: the root mean square over the spins of all weights that
 * touch each, a field counting like a coupling to one more spin. Times this, the good angles gamma of most problems are
 * alike: about 0.2 to 0.7.
 */
export function energyScale(qubits: number, weights: SubsetWeights): number {
  return scaleOf(
    qubits,
    [...spinWeights(weights)].map(([mask, weight]): Term => [popcount(mask), weight]),
  );
}

/** The same of an Ising model of any size, in which no pair is repeated. */
export function energyScaleOfIsing(ising: IsingModel): number {
  const fields = Array.from(ising.field, (weight): Term => [1, weight]);
  return scaleOf(ising.count, [...fields, ...couplingsOf(ising).map(({ value }): Term => [2, value])]);
}
