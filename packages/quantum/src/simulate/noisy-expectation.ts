import { createRandom } from "@qtwin/core";
import type { Circuit } from "../circuit/circuit.ts";
import { quantumError } from "../errors.ts";
import type { PauliSum } from "../pauli/pauli-sum.ts";
import { expectation } from "./expectation.ts";
import { checkNoise, type NoiseModel } from "./noise.ts";
import { type EstimatedMean, RunningMean } from "./running-mean.ts";
import { plainSimulator, type Simulator } from "./simulator.ts";
import { runTrajectory } from "./trajectory.ts";

export interface NoisyExpectationOptions {
  readonly noise: NoiseModel;
  readonly trajectories: number;
  readonly seed: number;
  readonly simulator?: Simulator;
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
  const means = new RunningMean();
  for (let count = 0; count < trajectories; count++)
    means.add(expectation(runTrajectory(circuit, noise, random, state).state, observable));
  return means.estimate();
}
