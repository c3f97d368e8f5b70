import type { Random } from "@qtwin/core";
import { bindInOrder } from "../circuit/bind.ts";
import type { Circuit } from "../circuit/circuit.ts";
import type { Objective } from "../optimise/objective.ts";
import type { PauliSum } from "../pauli/pauli-sum.ts";
import type { RunLog } from "../run/run-log.ts";
import { DifferentiableCircuit } from "../simulate/adjoint-gradient.ts";
import { expectation } from "../simulate/expectation.ts";
import { noisyExpectation } from "../simulate/noisy-expectation.ts";
import type { EstimatedMean } from "../simulate/running-mean.ts";
import type { Simulator } from "../simulate/simulator.ts";
import { measureEnergy } from "./measure-energy.ts";
import type { MeasurementPlan } from "./measurement-groups.ts";
import type { EnergySource } from "./vqe-run.ts";

/** What energies are made of. */
export interface EnergyTask {
  readonly hamiltonian: PauliSum;
  readonly ansatz: Circuit;
  readonly plan: MeasurementPlan;
  readonly source: EnergySource;
  readonly simulator: Simulator;
  readonly random: Random;
  readonly log: RunLog;
}

/** Exact energies with adjoint gradients. */
class ExactEnergy implements Objective {
  readonly #circuit: DifferentiableCircuit;
  readonly #task: EnergyTask;

  constructor(task: EnergyTask) {
    this.#circuit = new DifferentiableCircuit(task.ansatz, task.simulator);
    this.#task = task;
  }

  value(point: Float64Array): number {
    const value = expectation(this.#circuit.forward(point).state, this.#task.hamiltonian);
    this.#task.log.evaluated(value);
    return value;
  }

  gradient(point: Float64Array) {
    const result = this.#circuit.forward(point).backward(this.#task.hamiltonian);
    this.#task.log.differentiated(result.expectation);
    return { value: result.expectation, gradient: result.gradient };
  }
}

/** One fresh estimate of the energy; exact ones have no error. */
export function estimateEnergy(task: EnergyTask, point: ArrayLike<number>): EstimatedMean {
  const { source, hamiltonian, simulator, random, log } = task;
  const circuit = bindInOrder(task.ansatz, point);
  const seed = random.integer(2 ** 31);
  if (source.kind === "shots") {
    log.measured(source.shots);
    return measureEnergy(circuit, task.plan, { ...source, seed, simulator });
  }
  if (source.kind === "trajectories")
    return noisyExpectation(circuit, hamiltonian, { ...source, seed, simulator });
  const { state } = new DifferentiableCircuit(circuit, simulator).forward([]);
  return { mean: expectation(state, hamiltonian), standardError: 0 };
}

export function energyObjective(task: EnergyTask): Objective {
  if (task.source.kind === "exact") return new ExactEnergy(task);
  return {
    value: (point) => {
      const { mean } = estimateEnergy(task, point);
      task.log.evaluated(mean);
      return mean;
    },
  };
}
