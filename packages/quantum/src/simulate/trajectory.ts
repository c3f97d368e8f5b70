import type { Random } from "@qtwin/core";
import type { Circuit } from "../circuit/circuit.ts";
import { applyGate } from "./apply-gate.ts";
import { measureQubit, resetQubit } from "./measure.ts";
import { applyGateNoise, type NoiseModel, readBit } from "./noise.ts";
import { resetState, type Statevector, zeroState } from "./statevector.ts";

export interface Trajectory {
  readonly state: Statevector;
  /** Classical bits as read, one byte each. */
  readonly bits: Uint8Array;
}

/**
 * One run of the circuit, with every measurement, reset and error drawn from `random`.
 * @param state what it holds is lost: the run starts from |0…0> in it
 */
export function runTrajectory(
  circuit: Circuit,
  noise: NoiseModel,
  random: Random,
  state: Statevector = zeroState(circuit.qubits),
): Trajectory {
  resetState(state);
  const bits = new Uint8Array(circuit.bits);
  circuit.operations.forEach((operation, index) => {
    switch (operation.kind) {
      case "gate":
        applyGate(state, operation, `operations[${index}]`);
        applyGateNoise(state, operation, noise, random);
        break;
      case "measure":
        bits[operation.bit] = readBit(measureQubit(state, operation.qubit, random), noise, random);
        break;
      case "reset":
        resetQubit(state, operation.qubit, random);
        break;
      default:
        break;
    }
  });
  return { state, bits };
}
