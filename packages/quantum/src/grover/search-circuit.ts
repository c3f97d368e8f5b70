import { type Cost, variablesOf } from "@qtwin/kernel";
import { fourier } from "../ansatz/fourier.ts";
import type { Circuit } from "../circuit/circuit.ts";
import { CircuitBuilder } from "../circuit/circuit-builder.ts";
import { inverse } from "../circuit/inverse.ts";
import { amplify } from "./amplify.ts";
import { stepBounds, valueQubits } from "./value-register.ts";
import { stepsAt, type WholeCost, wholeCost } from "./whole-cost.ts";

export interface GroverAttempt {
  /** Variables of the cost. */
  readonly qubits: number;
  readonly cost: Cost;
  /** Energy; assignments under it are amplified. */
  readonly threshold: number;
  readonly rotations: number;
}

export interface GroverSearchCircuit {
  readonly circuit: Circuit;
  /** Qubits 0 to keyQubits - 1 hold the assignment, qubit i is x_i. */
  readonly keyQubits: number;
  /** The qubits above hold (cost - threshold) / step in two's complement; the last is the sign. */
  readonly valueQubits: number;
  /** What one unit of the value register is worth. */
  readonly step: number;
}

/** w mod 2^bits, between -2^(bits - 1) and 2^(bits - 1). */
function residue(weight: number, bits: number): number {
  const modulus = 2 ** bits;
  const rest = weight % modulus;
  return Math.abs(rest) > modulus / 2 ? rest - Math.sign(rest) * modulus : rest;
}

/** Adds the weight to the Fourier form of the value register where all controls are 1. */
function addWeight(builder: CircuitBuilder, controls: readonly number[], weight: number, from: number): void {
  for (let bit = 0; from + bit < builder.qubits; bit++) {
    const rest = residue(weight, bit + 1);
    if (rest !== 0) builder.controlled("p", controls, [from + bit], (2 * Math.PI * rest) / 2 ** (bit + 1));
  }
}

/** |0>|0> → 2^(-n/2) Σ |x>|cost(x) - threshold>, in steps: sums are phases in the Fourier form of the value register. */
function costArithmetic({ qubits, weights }: WholeCost, threshold: number, width: number): Circuit {
  const builder = new CircuitBuilder(qubits + width);
  for (let qubit = 0; qubit < builder.qubits; qubit++) builder.gate("h", [qubit]);
  addWeight(builder, [], -threshold, qubits);
  for (const [mask, weight] of weights) addWeight(builder, variablesOf(mask), weight, qubits);
  const register = Array.from({ length: width }, (_, bit) => qubits + bit);
  return builder.append(inverse(fourier(width)), { qubits: register }).build();
}

/** The circuit for a threshold in steps. */
export function searchCircuit(cost: WholeCost, threshold: number, rotations: number): GroverSearchCircuit {
  const width = valueQubits(stepBounds(cost), threshold);
  const prepare = costArithmetic(cost, threshold, width);
  return {
    circuit: amplify(prepare, [cost.qubits + width - 1], rotations),
    keyQubits: cost.qubits,
    valueQubits: width,
    step: cost.step,
  };
}

/**
 * One attempt of Grover adaptive search as a circuit: all assignments at once, the cost minus the threshold beside each,
 * then rotations towards those with a negative value. Its value register is as wide as bounds of the cost ask for.
 * @throws QT_QUANTUM_BAD_SIZE, QT_QUANTUM_BAD_COST, QT_QUANTUM_NOT_WHOLE
 * Source: Gilliam, Woerner, Gonciulea, arXiv 1912.04088.
 */
export function groverSearchCircuit({
  qubits,
  cost,
  threshold,
  rotations,
}: GroverAttempt): GroverSearchCircuit {
  const whole = wholeCost(qubits, cost);
  return searchCircuit(whole, stepsAt(whole, threshold), rotations);
}
