import { couplingsOf, type IsingModel } from "../pauli/ising.ts";

/** An Ising model with each coupling in the rows of both its spins, so that what a flip changes stands in one row. */
export interface SpinRows {
  readonly count: number;
  readonly offset: number;
  readonly field: Float64Array;
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly coupling: Float64Array;
}

/** @throws QT_QUANTUM_BAD_ISING */
export function spinRows(ising: IsingModel): SpinRows {
  const couplings = couplingsOf(ising);
  const start = new Int32Array(ising.count + 1);
  for (const { i, j } of couplings) for (const spin of [i, j]) start[spin + 1]! += 1;
  for (let i = 0; i < ising.count; i++) start[i + 1]! += start[i]!;
  const next = start.slice();
  const column = new Int32Array(2 * couplings.length);
  const coupling = new Float64Array(2 * couplings.length);
  for (const { i, j, value } of couplings)
    for (const [from, to] of [
      [i, j],
      [j, i],
    ] as const) {
      column[next[from]!] = to;
      coupling[next[from]!++] = value;
    }
  return {
    count: ising.count,
    offset: ising.offset,
    field: Float64Array.from(ising.field),
    start,
    column,
    coupling,
  };
}

/** What each spin feels, field[i] + Σ coupling · s[j]: flipping spin i changes the energy by -2 s[i] times it. */
export function localFields(rows: SpinRows, spins: ArrayLike<number>): Float64Array {
  const { field, start, column, coupling } = rows;
  const felt = field.slice();
  for (let i = 0; i < felt.length; i++)
    for (let entry = start[i]!; entry < start[i + 1]!; entry++)
      felt[i]! += coupling[entry]! * spins[column[entry]!]!;
  return felt;
}

/** C(s); also for values between -1 and 1, where it is the multilinear relaxation. */
export function energyOfSpins(rows: SpinRows, spins: ArrayLike<number>): number {
  const felt = localFields(rows, spins);
  let energy = rows.offset;
  for (let i = 0; i < felt.length; i++) energy += (spins[i]! * (felt[i]! + rows.field[i]!)) / 2;
  return energy;
}
