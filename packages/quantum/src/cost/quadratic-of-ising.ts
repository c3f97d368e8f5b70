import type { QuadraticCost } from "@qtwin/kernel";
import { couplingsOf, type IsingModel } from "../pauli/ising.ts";

/** The same energies in binary variables: s = 1 - 2x, so that J s s' = J (1 - 2x - 2x' + 4 x x'). @throws QT_QUANTUM_BAD_ISING */
export function quadraticOfIsing(ising: IsingModel): QuadraticCost {
  const linear = Float64Array.from(ising.field, (field) => -2 * field);
  let offset = Array.from(ising.field).reduce((sum, field) => sum + field, ising.offset);
  const couplings = couplingsOf(ising).map(({ i, j, value }) => {
    linear[i]! -= 2 * value;
    linear[j]! -= 2 * value;
    offset += value;
    return [i, j, 4 * value] as const;
  });
  return { kind: "quadratic", offset, linear, couplings };
}
