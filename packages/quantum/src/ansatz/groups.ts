import { quantumError } from "../errors.ts";

/** @throws QT_QUANTUM_BAD_GROUPS if a group is empty, or a qubit is in two places or outside of the circuit */
export function checkGroups(groups: readonly (readonly number[])[], qubits: number): void {
  const seen = new Set<number>();
  groups.forEach((group, index) => {
    const where = `groups[${index}]`;
    if (group.length === 0) throw quantumError("QT_QUANTUM_BAD_GROUPS", "A group has no qubit.", where);
    for (const qubit of group) {
      if (!Number.isInteger(qubit) || qubit < 0 || qubit >= qubits || seen.has(qubit))
        throw quantumError(
          "QT_QUANTUM_BAD_GROUPS",
          `Qubit ${qubit} repeats or is not one of ${qubits}.`,
          where,
        );
      seen.add(qubit);
    }
  });
}
