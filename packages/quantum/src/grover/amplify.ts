import { addGroverMixer } from "../ansatz/mixers.ts";
import type { Circuit } from "../circuit/circuit.ts";
import { CircuitBuilder } from "../circuit/circuit-builder.ts";
import { checkWhole } from "../run/check-whole.ts";

/**
 * The Grover operator (2|ψ><ψ| - 1) · oracle, signs included, for the state ψ that `prepare` makes from |0…0>. The
 * oracle turns the sign where all qubits of `good` are 1.
 * @throws QT_QUANTUM_UNKNOWN_QUBIT, QT_QUANTUM_WRONG_ARITY without a qubit, QT_QUANTUM_NOT_UNITARY
 */
export function groverOperator(prepare: Circuit, good: readonly number[]): Circuit {
  const builder = new CircuitBuilder(prepare.qubits);
  builder.controlled("z", good.slice(0, -1), good.slice(-1));
  addGroverMixer(builder, prepare, Math.PI);
  return builder.gate("gphase", [], Math.PI).build();
}

/**
 * Amplitude amplification: ψ, then `rotations` of the Grover operator; `goodProbability` says what that gives and
 * `bestRotations` when to stop.
 * @throws as `groverOperator`, QT_QUANTUM_BAD_SIZE
 * Source: Brassard, Høyer, Mosca, Tapp, arXiv quant-ph/0005055.
 */
export function amplify(prepare: Circuit, good: readonly number[], rotations: number): Circuit {
  checkWhole(rotations, 0, "rotations");
  const builder = new CircuitBuilder(prepare.qubits).append(prepare);
  const operator = groverOperator(prepare, good);
  for (let rotation = 0; rotation < rotations; rotation++) builder.append(operator);
  return builder.build();
}
