import type { Random } from "@qtwin/core";
import { type GateOperation, qubitsOf } from "../circuit/circuit.ts";
import { quantumError } from "../errors.ts";
import { applyPauli } from "./apply-pauli.ts";
import type { Statevector } from "./statevector.ts";

/**
 * Depolarising noise after each gate, and errors of readout.
 *
 * With probability p the qubits of the gate are replaced by the fully mixed state, ρ → (1 - p) ρ + p · tr(ρ) ⊗ 1/2^k,
 * which is a uniformly random one of all 4^k Pauli strings, the identity among them. A gate on three or more qubits
 * takes `twoQubit` on all its qubits; a global phase without controls has no noise.
 */
export interface NoiseModel {
  readonly oneQubit: number;
  readonly twoQubit: number;
  /** Probability that a 0 is read as 1. */
  readonly readZeroAsOne: number;
  /** Probability that a 1 is read as 0. */
  readonly readOneAsZero: number;
}

export const noiseless: NoiseModel = { oneQubit: 0, twoQubit: 0, readZeroAsOne: 0, readOneAsZero: 0 };

/** @throws QT_QUANTUM_BAD_PROBABILITY */
export function checkNoise(noise: NoiseModel): void {
  for (const [name, value] of Object.entries(noise))
    if (!(value >= 0 && value <= 1))
      throw quantumError("QT_QUANTUM_BAD_PROBABILITY", `${name} is ${value}.`, `noise.${name}`);
}

export function depolarizingProbability(noise: NoiseModel, operation: GateOperation): number {
  const count = qubitsOf(operation).length;
  return count === 0 ? 0 : count === 1 ? noise.oneQubit : noise.twoQubit;
}

/** One draw of the depolarising channel after the gate. */
export function applyGateNoise(
  state: Statevector,
  operation: GateOperation,
  noise: NoiseModel,
  random: Random,
): void {
  const probability = depolarizingProbability(noise, operation);
  if (probability === 0 || random.next() >= probability) return;
  let [x, z] = [0, 0];
  for (const qubit of qubitsOf(operation)) {
    const letter = random.integer(4);
    x |= (letter & 1) << qubit;
    z |= (letter >> 1) << qubit;
  }
  if ((x | z) !== 0) applyPauli(state, { x, z });
}

/** What the detector says for a bit that is `value`. */
export function readBit(value: 0 | 1, noise: NoiseModel, random: Random): 0 | 1 {
  const flip = value === 0 ? noise.readZeroAsOne : noise.readOneAsZero;
  if (flip === 0 || random.next() >= flip) return value;
  return value === 0 ? 1 : 0;
}
