import { type Circuit, type Operation, qubitsOf } from "./circuit.ts";

/**
 * Time steps, each operation as early as its qubits and its classical bit allow; barriers hold back what follows but
 * take no step, and a global phase without controls is in none.
 */
export function moments({ qubits, bits, operations }: Circuit): readonly (readonly Operation[])[] {
  const freeFrom = new Int32Array(qubits + bits);
  const steps: Operation[][] = [];
  for (const operation of operations) {
    const used = [...qubitsOf(operation), ...(operation.kind === "measure" ? [qubits + operation.bit] : [])];
    if (used.length === 0) continue;
    const step = Math.max(...used.map((wire) => freeFrom[wire]!));
    const takesTime = operation.kind !== "barrier";
    for (const wire of used) freeFrom[wire] = step + (takesTime ? 1 : 0);
    if (!takesTime) continue;
    if (steps.length === step) steps.push([]);
    steps[step]!.push(operation);
  }
  return steps;
}
