import { quantumError } from "../errors.ts";
import { type PauliSum, type PauliTerm, pauliSum } from "./pauli-sum.ts";

/**
 * C(s) = offset + Σ field[i]·s[i] + Σ coupling[e]·s[i]·s[column[e]], row i holding the entries e from start[i] to
 * start[i + 1]; s is the eigenvalue of Z, so that x = (1 - s)/2 is the measured bit. To be minimised.
 */
export interface IsingModel {
  readonly count: number;
  readonly offset: number;
  readonly field: ArrayLike<number>;
  readonly start: ArrayLike<number>;
  readonly column: ArrayLike<number>;
  readonly coupling: ArrayLike<number>;
}

export interface Coupling {
  readonly i: number;
  readonly j: number;
  readonly value: number;
}

/** The couplings that are not zero, row by row. @throws QT_QUANTUM_BAD_ISING */
export function couplingsOf(ising: IsingModel): readonly Coupling[] {
  const { count, field, start, column, coupling } = ising;
  if (field.length !== count || start.length !== count + 1 || start[count] !== coupling.length)
    throw quantumError(
      "QT_QUANTUM_BAD_ISING",
      "The columns do not have the lengths that count asks for.",
      "ising",
    );
  const couplings: Coupling[] = [];
  for (let i = 0; i < count; i++)
    for (let entry = start[i]!; entry < start[i + 1]!; entry++) {
      const j = column[entry]!;
      if (!(j >= 0 && j < count) || j === i)
        throw quantumError("QT_QUANTUM_BAD_ISING", `Row ${i} couples to spin ${j}.`, `column[${entry}]`);
      if (coupling[entry] !== 0) couplings.push({ i, j, value: coupling[entry]! });
    }
  return couplings;
}

/** The same energies as a Pauli sum: Z for each spin, qubit i for spin i. */
export function pauliSumOfIsing(ising: IsingModel): PauliSum {
  const terms: PauliTerm[] = [{ x: 0, z: 0, coefficient: ising.offset }];
  for (let i = 0; i < ising.count; i++) terms.push({ x: 0, z: 1 << i, coefficient: ising.field[i] ?? 0 });
  for (const { i, j, value } of couplingsOf(ising))
    terms.push({ x: 0, z: (1 << i) | (1 << j), coefficient: value });
  return pauliSum(ising.count, terms);
}
