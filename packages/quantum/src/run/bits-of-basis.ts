/** Bit i of the basis index is entry i. */
export function bitsOfBasis(basis: number, qubits: number): Uint8Array {
  return Uint8Array.from({ length: qubits }, (_, i) => (basis >>> i) & 1);
}
