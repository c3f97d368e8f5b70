import type { SpinRows } from "../local-search/spin-rows.ts";
import { type PauliSum, type PauliTerm, pauliSum } from "../pauli/pauli-sum.ts";
import type { RandomAccessEncoding } from "./encoding.ts";

/**
 * The energy with √k P in the place of each spin. The state that encodes an assignment has the energy of the assignment,
 * so that the lowest energy is a lower bound of all of them.
 */
export function relaxedHamiltonian(rows: SpinRows, { held, string, scale }: RandomAccessEncoding): PauliSum {
  const terms: PauliTerm[] = [{ x: 0, z: 0, coefficient: rows.offset }];
  for (let i = 0; i < rows.count; i++) {
    terms.push({ ...string[i]!, coefficient: rows.field[i]! * scale[i]! });
    for (let entry = rows.start[i]!; entry < rows.start[i + 1]!; entry++) {
      const j = rows.column[entry]!;
      if (j < i) continue;
      const [p, q] = [string[i]!, string[j]!];
      const coefficient = rows.coupling[entry]! * scale[i]! * scale[j]!;
      terms.push({ x: p.x | q.x, z: p.z | q.z, coefficient });
    }
  }
  return pauliSum(held.length, terms);
}
