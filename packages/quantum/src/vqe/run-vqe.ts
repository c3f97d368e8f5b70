import { createRandom, type Random } from "@qtwin/core";
import { hardwareEfficient } from "../ansatz/hardware-efficient.ts";
import { bindInOrder } from "../circuit/bind.ts";
import { quantumError } from "../errors.ts";
import { groundState } from "../ground-state/ground-state.ts";
import { type MinimiseOptions, minimise } from "../optimise/minimise.ts";
import type { PauliSum } from "../pauli/pauli-sum.ts";
import { checkWhole } from "../run/check-whole.ts";
import type { RunControl } from "../run/run.ts";
import { RunLog } from "../run/run-log.ts";
import { expectation } from "../simulate/expectation.ts";
import { runUnitary } from "../simulate/run-unitary.ts";
import { openSimulator, type Simulator } from "../simulate/simulator.ts";
import { fidelity, type Statevector } from "../simulate/statevector.ts";
import { type EnergyTask, energyObjective, estimateEnergy } from "./energy-objective.ts";
import { measurementPlan } from "./measurement-groups.ts";
import type { LanczosEnergy, VqeOptions, VqeRun } from "./vqe-run.ts";

/** Qubits up to which Lanczos takes seconds at most. */
const greatestLanczos = 14;
const lanczosSeed = 1;

function randomAngles(count: number, random: Random): Float64Array {
  return Float64Array.from({ length: count }, () => Math.PI * (2 * random.next() - 1));
}

function optimiserOf({ optimiser, energies }: VqeOptions, random: Random): MinimiseOptions {
  if (optimiser) return optimiser;
  if (energies === undefined || energies.kind === "exact") return { method: "lbfgs" };
  return { method: "spsa", seed: random.integer(2 ** 31) };
}

interface FoundAngles {
  readonly point: Float64Array;
  readonly value: number;
}

/** The best of all searches; later ones only while the signal lets them. */
function searchAngles(task: EnergyTask, options: VqeOptions, control: RunControl): FoundAngles {
  const { starts = 1, start } = options;
  const count = task.ansatz.parameters.length;
  const objective = energyObjective(task);
  let best: FoundAngles | undefined;
  for (let search = 0; search < starts && !(best && task.log.poll()); search++) {
    task.log.stage(`search ${search + 1} of ${starts}`);
    const from = search === 0 && start ? start : randomAngles(count, task.random);
    const found = minimise(objective, from, optimiserOf(options, task.random), control);
    if (best === undefined || found.value < best.value) best = found;
  }
  return best!;
}

interface Comparison {
  readonly lowest: LanczosEnergy | null;
  readonly successProbability: number | null;
}

/**
 * The lowest energy, and the share that the state has in its space: Lanczos from the state itself finds the state's own
 * part of that space, whatever its dimension.
 */
function compareWithLowest(hamiltonian: PauliSum, state: Statevector, simulator: Simulator): Comparison {
  if (hamiltonian.qubits > greatestLanczos) return { lowest: null, successProbability: null };
  const lowest = groundState(hamiltonian, { seed: lanczosSeed, simulator });
  const own = groundState(hamiltonian, { seed: lanczosSeed, start: state, simulator });
  const tolerance = 1e-7 * hamiltonian.coefficient.reduce((sum, value) => sum + Math.abs(value), 0);
  const touches = own.energy - lowest.energy <= tolerance;
  return {
    lowest: { energy: lowest.energy, residual: lowest.residual, method: "lanczos" },
    successProbability: touches ? fidelity(own.state, state) : 0,
  };
}

function checkOptions({
  hamiltonian,
  ansatz,
  start,
  starts = 1,
}: Required<Pick<VqeOptions, "ansatz">> & VqeOptions): void {
  const bad = (message: string, where: string) => quantumError("QT_QUANTUM_BAD_SIZE", message, where);
  if (ansatz.qubits !== hamiltonian.qubits)
    throw bad(`The ansatz has ${ansatz.qubits} qubits, the Hamiltonian ${hamiltonian.qubits}.`, "ansatz");
  if (start && start.length !== ansatz.parameters.length)
    throw bad(`${start.length} angles stand against ${ansatz.parameters.length} parameters.`, "start");
  checkWhole(starts, 1, "starts");
}

/**
 * The variational quantum eigensolver: angles of a circuit that make <H> least. A heuristic: searches end in local
 * minima, and the ansatz may not hold the ground state; the lowest energy by Lanczos stands beside it where small.
 * Source: Peruzzo et al., arXiv 1304.3061; Kandala et al., arXiv 1704.05018.
 * @throws QT_QUANTUM_BAD_SIZE, QT_QUANTUM_NOT_UNITARY, QT_QUANTUM_TOO_LARGE, QT_QUANTUM_BAD_START, QT_QUANTUM_NO_GRADIENT
 * (L-BFGS on energies that are estimated), QT_QUANTUM_BAD_PROBABILITY
 * @example
 * const hamiltonian = parsePauliSum("-1 ZZ\n-0.5 IX\n-0.5 XI");
 * (await runVqe({ hamiltonian }, { seed: 1 })).expectation; // -1.4142
 */
export async function runVqe(options: VqeOptions, control: RunControl): Promise<VqeRun> {
  const { hamiltonian, energies: source = { kind: "exact" } } = options;
  const { ansatz = hardwareEfficient({ qubits: hamiltonian.qubits, layers: 2 }) } = options;
  checkOptions({ ...options, ansatz });
  const log = new RunLog(control);
  const plan = measurementPlan(hamiltonian);
  const simulator = await openSimulator();
  const random = createRandom(control.seed);
  const task = { hamiltonian, ansatz, plan, source, simulator, random, log };
  const { point } = searchAngles(task, options, control);
  log.stage("final state");
  const estimate = estimateEnergy(task, point);
  const state = runUnitary(bindInOrder(ansatz, point), undefined, simulator);
  log.evaluated(estimate.mean);
  log.poll();
  log.close();
  return {
    algorithm: "vqe",
    qubits: hamiltonian.qubits,
    effort: log.effort,
    stopped: log.stopped,
    timeline: log.timeline,
    expectation: expectation(state, hamiltonian),
    angles: point,
    parameters: ansatz.parameters,
    estimate,
    bases: plan.groups.length,
    ...compareWithLowest(hamiltonian, state, simulator),
  };
}
