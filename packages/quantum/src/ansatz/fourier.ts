import type { Circuit } from "../circuit/circuit.ts";
import { CircuitBuilder } from "../circuit/circuit-builder.ts";

/**
 * The quantum Fourier transform without its final swaps: from |x>, qubit q has the phase e^(2πi x / 2^(q+1)) on |1>.
 * With qubits q and n - 1 - q swapped afterwards it is |x> → 2^(-n/2) Σ e^(2πi x y / 2^n) |y>.
 */
export function fourier(qubits: number): Circuit {
  const builder = new CircuitBuilder(qubits);
  for (let high = qubits - 1; high >= 0; high--) {
    builder.gate("h", [high]);
    for (let low = 0; low < high; low++) builder.gate("cp", [low, high], Math.PI / 2 ** (high - low));
  }
  return builder.build();
}
