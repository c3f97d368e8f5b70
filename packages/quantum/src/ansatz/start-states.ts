import type { Circuit } from "../circuit/circuit.ts";
import { CircuitBuilder } from "../circuit/circuit-builder.ts";
import { checkGroups } from "./groups.ts";

/** H on every qubit: all bit strings with equal amplitudes. */
export function uniformStart(qubits: number): Circuit {
  const builder = new CircuitBuilder(qubits);
  for (let qubit = 0; qubit < qubits; qubit++) builder.gate("h", [qubit]);
  return builder.build();
}

/**
 * A W state on each group: exactly one qubit of the group is 1, each with equal amplitude. A chain of controlled ry
 * hands the excitation on, keeping 1/k of the probability with the k qubits that are left.
 * @throws QT_QUANTUM_BAD_GROUPS
 */
export function oneHotStart(qubits: number, groups: readonly (readonly number[])[]): Circuit {
  checkGroups(groups, qubits);
  const builder = new CircuitBuilder(qubits);
  for (const group of groups) {
    builder.gate("x", [group[0]!]);
    for (let place = 1; place < group.length; place++) {
      const [from, to] = [group[place - 1]!, group[place]!];
      const left = group.length - place + 1;
      builder.gate("cry", [from, to], 2 * Math.acos(Math.sqrt(1 / left))).gate("cx", [to, from]);
    }
  }
  return builder.build();
}
