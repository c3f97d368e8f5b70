import type { Random } from "@qtwin/core";
import { type QuadraticCost, subsetWeights } from "@qtwin/kernel";
import type { Circuit } from "../circuit/circuit.ts";
import { isingOfQuadratic } from "../cost/ising-of-quadratic.ts";
import { type Minimum, minimise } from "../optimise/minimise.ts";
import type { Objective, ValueAndGradient } from "../optimise/objective.ts";
import { pauliSumOfIsing } from "../pauli/ising.ts";
import { type ApproximationRatio, approximationRatio } from "../run/approximation-ratio.ts";
import { certifiedOptimum } from "../run/certified-optimum.ts";
import { optimumTolerance } from "../run/optimum-tolerance.ts";
import type { QuantumRun } from "../run/run.ts";
import type { RunLog } from "../run/run-log.ts";
import { DifferentiableCircuit } from "../simulate/adjoint-gradient.ts";
import { runUnitary } from "../simulate/run-unitary.ts";
import type { Simulator } from "../simulate/simulator.ts";
import type { Statevector } from "../simulate/statevector.ts";
import { massUpTo, sampleCost } from "./measured-state.ts";
import { planOf, type QaoaPlan } from "./qaoa-options.ts";
import { type SampleSummary, summarise } from "./sample-summary.ts";

export interface CircuitQaoaOptions {
  /** The circuit has one for each of its linear weights. */
  readonly cost: QuadraticCost;
  /** Pairs of cost and mixer, at least 1. */
  readonly layers: number;
  /** Measurements of the final state, and as many of the start state; 1024 if absent. */
  readonly shots?: number;
  /** Most gradients; 500 if absent. */
  readonly workLimit?: number;
}

export interface CircuitQaoaRun extends QuantumRun {
  readonly algorithm: "warm-start-qaoa" | "multi-angle-qaoa";
  readonly layers: number;
  /** The ansatz, its parameters free. */
  readonly circuit: Circuit;
  /** By the order of the circuit's parameters; gammas in rad per energy, betas in rad. */
  readonly angles: Float64Array;
  readonly expectation: number;
  readonly approximationRatio: ApproximationRatio | null;
  readonly samples: SampleSummary;
  /** As many measurements of the start state alone: what the circuit has to beat. */
  readonly startSamples: SampleSummary;
}

export interface CircuitTask {
  readonly algorithm: CircuitQaoaRun["algorithm"];
  readonly circuit: Circuit;
  /** Makes the state that the circuit begins with. */
  readonly startState: Circuit;
  /** Where the search begins, gammas in units of one over the scale. */
  readonly start: Float64Array;
  readonly scale: number;
  readonly simulator: Simulator;
  readonly random: Random;
  readonly log: RunLog;
}

/** The mean energy in units of the scale, and the parameters as angles: gammas divided by it. */
class CircuitObjective implements Objective {
  readonly #circuit: DifferentiableCircuit;
  readonly #units: Float64Array;
  readonly #task: CircuitTask;
  readonly #observable;

  constructor(task: CircuitTask, cost: QuadraticCost) {
    this.#task = task;
    this.#circuit = new DifferentiableCircuit(task.circuit, task.simulator);
    this.#observable = pauliSumOfIsing(isingOfQuadratic(cost));
    this.#units = Float64Array.from(task.circuit.parameters, (name) =>
      name.startsWith("gamma") ? 1 / task.scale : 1,
    );
  }

  anglesAt(point: Float64Array): Float64Array {
    return point.map((value, k) => value * this.#units[k]!);
  }

  value(point: Float64Array): number {
    return this.gradient(point).value;
  }

  gradient(point: Float64Array): ValueAndGradient {
    const { scale, log } = this.#task;
    const found = this.#circuit.forward(this.anglesAt(point)).backward(this.#observable);
    log.differentiated(found.expectation);
    const gradient = found.gradient.map((slope, k) => (slope * this.#units[k]!) / scale);
    return { value: found.expectation / scale, gradient };
  }

  /** The state at these angles; good until the next evaluation. */
  stateAt(point: Float64Array) {
    return this.#circuit.forward(this.anglesAt(point)).state;
  }
}

/** What the trained point is worth, in shots and exactly. */
function measure(
  task: CircuitTask,
  plan: QaoaPlan,
  cost: QuadraticCost,
  state: Statevector,
  limit: number | null,
) {
  const { log, random, simulator } = task;
  log.stage("final samples");
  const samples = sampleCost(state, cost, plan.shots, random);
  log.sampled(samples, plan.qubits);
  const start = runUnitary(task.startState, undefined, simulator);
  const started = sampleCost(start, cost, plan.shots, random);
  return {
    successProbability: limit === null ? null : massUpTo(state, subsetWeights(cost, plan.qubits), limit),
    samples: summarise(samples, plan.qubits, limit),
    startSamples: summarise(started, plan.qubits, limit),
  };
}

function search(task: CircuitTask, objective: Objective, workLimit: number): Minimum {
  const { evaluations, gradients } = task.log.effort;
  const maxEvaluations = workLimit - evaluations - gradients;
  const options = { method: "lbfgs", firstStep: 0.05, valueTolerance: 1e-10, maxEvaluations } as const;
  task.log.stage("all angles");
  return minimise(objective, task.start, options, { signal: task.log.signal });
}

/** Trains the angles of an ansatz by L-BFGS on adjoint gradients, and measures its state beside its start state. */
export async function runCircuitQaoa(
  task: CircuitTask,
  options: CircuitQaoaOptions,
): Promise<CircuitQaoaRun> {
  const { algorithm, circuit, log } = task;
  const { qubits } = circuit;
  const { cost } = options;
  const plan = planOf({ qubits, ...options });
  const certified = await certifiedOptimum(qubits, cost);
  const limit = certified && certified.energy + optimumTolerance(subsetWeights(cost, qubits));
  const objective = new CircuitObjective(task, cost);
  const found = search(task, objective, plan.workLimit);
  const measured = measure(task, plan, cost, objective.stateAt(found.point), limit);
  const expectation = found.value * task.scale;
  log.close();
  return {
    algorithm,
    qubits,
    layers: plan.layers,
    circuit,
    angles: objective.anglesAt(found.point),
    expectation,
    approximationRatio: await approximationRatio(qubits, cost, certified, expectation),
    ...measured,
    certified,
    best: log.best!,
    effort: log.effort,
    stopped: log.stopped,
    timeline: log.timeline,
  };
}
