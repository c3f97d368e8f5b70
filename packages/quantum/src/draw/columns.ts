import { type Circuit, type Operation, qubitsOf } from "../circuit/circuit.ts";

export interface PlacedOperation {
  readonly operation: Operation;
  readonly column: number;
  /** Uppermost and lowest wire that the drawing of it covers, wires between them included. */
  readonly top: number;
  readonly bottom: number;
}

/** Columns as far left as they go without two drawings crossing; time steps that only share no qubit may fall apart. */
export function placeOperations({ qubits, operations }: Circuit): readonly PlacedOperation[] {
  const freeFrom = new Int32Array(Math.max(1, qubits + 1));
  return operations.map((operation) => {
    const used = qubitsOf(operation);
    const top = used.length === 0 ? 0 : Math.min(...used);
    // A measurement reaches down to the line of the classical bits, below all qubits.
    const bottom = operation.kind === "measure" ? qubits : used.length === 0 ? 0 : Math.max(...used);
    const column = Math.max(...freeFrom.subarray(top, bottom + 1));
    freeFrom.fill(column + 1, top, bottom + 1);
    return { operation, column, top, bottom };
  });
}
