import { hardwareEfficient } from "../ansatz/hardware-efficient.ts";
import { bindInOrder } from "../circuit/bind.ts";
import { groundState } from "../ground-state/ground-state.ts";
import type { PauliSum } from "../pauli/pauli-sum.ts";
import type { RunControl, RunEffort, RunProgress } from "../run/run.ts";
import { runUnitary } from "../simulate/run-unitary.ts";
import type { Simulator } from "../simulate/simulator.ts";
import type { Statevector } from "../simulate/statevector.ts";
import { runVqe } from "../vqe/run-vqe.ts";
import type { RandomAccessRun, Relaxation } from "./random-access-run.ts";

export interface RelaxedState {
  readonly state: Statevector;
  readonly energy: number;
  readonly bound: RandomAccessRun["bound"];
  readonly effort: RunEffort;
  readonly timeline: readonly RunProgress[];
}

/** Qubits up to which Lanczos is the default. */
const greatestLanczos = 16;

export function defaultRelaxation({ qubits }: PauliSum): Relaxation {
  return qubits <= greatestLanczos ? { kind: "lanczos" } : { kind: "vqe" };
}

function byLanczos(
  hamiltonian: PauliSum,
  { tolerance }: Extract<Relaxation, { kind: "lanczos" }>,
  { seed, signal }: RunControl,
  simulator: Simulator,
): RelaxedState {
  const { state, energy, residual, applications } = groundState(hamiltonian, {
    seed,
    simulator,
    ...(signal && { signal }),
    ...(tolerance !== undefined && { tolerance }),
  });
  // An application of H is the work of a mean energy.
  const effort = { evaluations: applications, gradients: 0, shots: 0 };
  const bound = signal?.aborted ? null : { energy, residual };
  return { state, energy, bound, effort, timeline: [] };
}

async function byVqe(
  hamiltonian: PauliSum,
  relaxation: Extract<Relaxation, { kind: "vqe" }>,
  control: RunControl,
  simulator: Simulator,
): Promise<RelaxedState> {
  const { ansatz = hardwareEfficient({ qubits: hamiltonian.qubits, layers: 2 }) } = relaxation;
  const run = await runVqe({ ...relaxation, hamiltonian, ansatz }, control);
  const state = runUnitary(bindInOrder(ansatz, run.angles), undefined, simulator);
  const { expectation, lowest, effort, timeline } = run;
  return { state, energy: expectation, bound: lowest, effort, timeline };
}

/** A state of low relaxed energy. */
export async function relax(
  hamiltonian: PauliSum,
  relaxation: Relaxation,
  control: RunControl,
  simulator: Simulator,
): Promise<RelaxedState> {
  if (relaxation.kind === "lanczos") return byLanczos(hamiltonian, relaxation, control, simulator);
  return byVqe(hamiltonian, relaxation, control, simulator);
}
