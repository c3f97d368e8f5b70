import { type Angle, scaleAngle } from "../circuit/angle.ts";
import type { Circuit } from "../circuit/circuit.ts";
import type { CircuitBuilder } from "../circuit/circuit-builder.ts";
import { inverse } from "../circuit/inverse.ts";

/** exp(-i beta Σ X): rx(2 beta) on every qubit. */
export function addXMixer(builder: CircuitBuilder, beta: Angle): void {
  for (let qubit = 0; qubit < builder.qubits; qubit++) builder.gate("rx", [qubit], scaleAngle(beta, 2));
}

/** Neighbours on the ring: even pairs, odd pairs, and for odd rings the pair that closes it; pairs of one set commute. */
export function ringPairs(ring: readonly number[]): readonly (readonly [number, number])[] {
  const count = ring.length;
  if (count < 2) return [];
  if (count === 2) return [[ring[0]!, ring[1]!]];
  const pairs = ring.map((qubit, place) => [qubit, ring[(place + 1) % count]!] as const);
  const closing = count % 2 === 1 ? pairs.slice(-1) : [];
  const open = pairs.slice(0, count - closing.length);
  return [
    ...open.filter((_, place) => place % 2 === 0),
    ...open.filter((_, place) => place % 2 === 1),
    ...closing,
  ];
}

/**
 * exp(-i beta (XX + YY)/2) on neighbours, pair after pair (a product, not the exponential of the sum); beta = pi/2 swaps
 * a pair up to a phase. It keeps the number of ones of each group.
 */
export function addXyRingMixer(
  builder: CircuitBuilder,
  groups: readonly (readonly number[])[],
  beta: Angle,
): void {
  for (const pair of groups.flatMap(ringPairs)) builder.gate("rxx", pair, beta).gate("ryy", pair, beta);
}

/** exp(-i beta |F><F|) for F, the state that `start` makes from |0…0>: undo it, turn the phase of |0…0>, make it again. */
export function addGroverMixer(builder: CircuitBuilder, start: Circuit, beta: Angle): void {
  const all = Array.from({ length: builder.qubits }, (_, qubit) => qubit);
  builder.append(inverse(start));
  for (const qubit of all) builder.gate("x", [qubit]);
  builder.controlled("gphase", all, [], scaleAngle(beta, -1));
  for (const qubit of all) builder.gate("x", [qubit]);
  builder.append(start);
}
