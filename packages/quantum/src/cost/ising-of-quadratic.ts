import type { QuadraticCost } from "@qtwin/kernel";
import { quantumError } from "../errors.ts";
import type { IsingModel } from "../pauli/ising.ts";

/** Weights of pairs i < j by row i; a pair that occurs more than once is summed, x² = x goes to `linear`. */
function sumPairs({ couplings }: QuadraticCost, linear: Float64Array): readonly Map<number, number>[] {
  const rows = Array.from(linear, () => new Map<number, number>());
  couplings.forEach(([i, j, weight], index) => {
    if (!(i in rows && j in rows) || !Number.isFinite(weight))
      throw quantumError(
        "QT_QUANTUM_BAD_COST",
        `${weight} x${i} x${j} is no term on ${rows.length} variables.`,
        `couplings[${index}]`,
      );
    const [low, high] = [Math.min(i, j), Math.max(i, j)];
    if (low === high) linear[low]! += weight;
    else rows[low]!.set(high, (rows[low]!.get(high) ?? 0) + weight);
  });
  return rows;
}

/**
 * The same energies in spins s = 1 - 2x, one row entry for each pair i < j that does not cancel.
 * x_i = (1 - s_i)/2, so w x_i x_j = w/4 (1 - s_i - s_j + s_i s_j).
 * @throws QT_QUANTUM_BAD_COST
 */
export function isingOfQuadratic(cost: QuadraticCost): IsingModel {
  const linear = Float64Array.from(cost.linear);
  const bad = linear.findIndex((weight) => !Number.isFinite(weight));
  if (bad >= 0 || !Number.isFinite(cost.offset))
    throw quantumError(
      "QT_QUANTUM_BAD_COST",
      "A weight is not a finite number.",
      bad < 0 ? "offset" : `linear[${bad}]`,
    );
  const rows = sumPairs(cost, linear);
  const field = linear.map((weight) => 0 - weight / 2);
  let offset = cost.offset + linear.reduce((sum, weight) => sum + weight / 2, 0);
  const start = [0];
  const column: number[] = [];
  const coupling: number[] = [];
  rows.forEach((row, i) => {
    for (const [j, weight] of [...row].sort(([a], [b]) => a - b)) {
      if (weight === 0) continue;
      column.push(j);
      coupling.push(weight / 4);
      field[i]! -= weight / 4;
      field[j]! -= weight / 4;
      offset += weight / 4;
    }
    start.push(column.length);
  });
  return { count: linear.length, offset, field, start, column, coupling };
}
