import { createRandom } from "@qtwin/core";
import type { Circuit } from "../circuit/circuit.ts";
import { quantumError } from "../errors.ts";
import type { PauliSum } from "../pauli/pauli-sum.ts";
import { expectation } from "./expectation.ts";
import { checkNoise, type NoiseModel } from "./noise.ts";
import { plainSimulator, type Simulator } from "./simulator.ts";
import { runTrajectory } from "./trajectory.ts";

export interface NoisyExpectationOptions {
  readonly noise: NoiseModel;
  readonly trajectories: number;
  readonly seed: number;
  readonly simulator?: Simulator;
}

export interface EstimatedMean {
  readonly mean: number;
  /** Of the mean, from the spread of the trajectories. */
  readonly standardError: number;
}

/** The mean of <H> over trajectories; errors of readout play no part, since nothing is read. */
export function noisyExpectation(
  circuit: Circuit,
  observable: PauliSum,
  { noise, trajectories, seed, simulator = plainSimulator }: NoisyExpectationOptions,
): EstimatedMean {
  checkNoise(noise);
  if (!Number.isInteger(trajectories) || trajectories < 2)
    throw quantumError(
      "QT_QUANTUM_BAD_SIZE",
      `${trajectories} trajectories are fewer than 2.`,
      "trajectories",
    );
  const random = createRandom(seed);
  const [state] = simulator.states(circuit.qubits, 1);
  let [mean, squares] = [0, 0];
  for (let count = 1; count <= trajectories; count++) {
    const value = expectation(runTrajectory(circuit, noise, random, state).state, observable);
    const step = value - mean;
    mean += step / count;
    squares += step * (value - mean);
  }
  return { mean, standardError: Math.sqrt(squares / (trajectories - 1) / trajectories) };
}
