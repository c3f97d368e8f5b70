import { type Qubo, rowsOf } from "./qubo.ts";

/**
 * min offset + Σ field[i]·s[i] + Σ coupling[e]·s[i]·s[column[e]] over s in {−1, +1}, rows as in `Qubo`. Convention:
 * x = (1 − s)/2, so s = +1 is x = 0 (Qiskit's Z; dimod has s = 2x − 1).
 */
export interface Ising {
  readonly count: number;
  readonly offset: number;
  readonly field: Float64Array;
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly coupling: Float64Array;
  /** What `field` and `offset` lost to rounding, so that the way back gives the very numbers; absent: nothing. */
  readonly rest?: { readonly field: Float64Array; readonly offset: number };
}

/** The same energies in spins; a·x = a/2 − a/2·s, and b·x·y = b/4·(1 − s − t + s·t). */
export function isingOf({ count, offset, linear, start, column, value }: Qubo): Ising {
  const fields = new ExactSums(count + 1);
  fields.add(count, offset);
  for (let row = 0; row < count; row++) {
    fields.add(row, -linear[row]! / 2);
    fields.add(count, linear[row]! / 2);
    for (let entry = start[row]!; entry < start[row + 1]!; entry++) {
      const quarter = value[entry]! / 4;
      fields.add(row, -quarter);
      fields.add(column[entry]!, -quarter);
      fields.add(count, quarter);
    }
  }
  const { sum, rest } = fields.rounded();
  return {
    count,
    offset: sum[count]!,
    field: sum.slice(0, count),
    start,
    column,
    coupling: value.map((each) => each / 4),
    ...(rest.some((each) => each !== 0) && { rest: { field: rest.slice(0, count), offset: rest[count]! } }),
  };
}

/** The same energies in bits. */
export function quboOfIsing({ count, offset, field, start, column, coupling, rest }: Ising): Qubo {
  const sums = new ExactSums(count + 1);
  const addField = (row: number, value: number): void => {
    sums.add(row, -2 * value);
    sums.add(count, value);
  };
  sums.add(count, offset);
  sums.add(count, rest?.offset ?? 0);
  const rows = rowsOf(start);
  for (let row = 0; row < count; row++) addField(row, field[row]!);
  if (rest) for (let row = 0; row < count; row++) addField(row, rest.field[row]!);
  for (let entry = 0; entry < coupling.length; entry++) {
    sums.add(rows[entry]!, -2 * coupling[entry]!);
    sums.add(column[entry]!, -2 * coupling[entry]!);
    sums.add(count, coupling[entry]!);
  }
  const { sum } = sums.rounded();
  const value = coupling.map((each) => 4 * each);
  return { count, offset: sum[count]!, linear: sum.slice(0, count), start, column, value };
}

/** @param spins one −1 or +1 a variable */
export function isingEnergy(
  { count, offset, field, start, column, coupling }: Ising,
  spins: ArrayLike<number>,
): number {
  let energy = offset;
  for (let row = 0; row < count; row++) {
    let local = field[row]!;
    for (let entry = start[row]!; entry < start[row + 1]!; entry++)
      local += coupling[entry]! * spins[column[entry]!]!;
    energy += local * spins[row]!;
  }
  return energy;
}

/** x = (1 − s)/2 */
export const bitsOfSpins = (spins: ArrayLike<number>): Float64Array =>
  Float64Array.from(spins, (spin) => (1 - spin) / 2);
/** s = 1 − 2x */
export const spinsOfBits = (bits: ArrayLike<number>): Float64Array =>
  Float64Array.from(bits, (bit) => 1 - 2 * bit);

/** Sums in twice the precision of a double: the error of each addition is kept and added up too (Knuth's two-sum). */
class ExactSums {
  private readonly high: Float64Array;
  private readonly low: Float64Array;

  constructor(count: number) {
    this.high = new Float64Array(count);
    this.low = new Float64Array(count);
  }

  add(at: number, value: number): void {
    const old = this.high[at]!;
    const sum = old + value;
    const part = sum - old;
    this.low[at]! += old - (sum - part) + (value - part);
    this.high[at] = sum;
  }

  rounded(): { readonly sum: Float64Array; readonly rest: Float64Array } {
    const sum = this.high.map((high, at) => high + this.low[at]! + 0);
    const rest = sum.map((each, at) => this.high[at]! - each + this.low[at]!);
    return { sum, rest };
  }
}
