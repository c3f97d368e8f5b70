import { couplingsOf, type IsingModel } from "../pauli/ising.ts";

/**
 * Fields become couplings to one more spin, the last, so that all terms of the relaxed loss are products of two small
 * numbers: a field beside them would outweigh every coupling. Without fields the model stays as it is.
 */
export function withAncilla(ising: IsingModel): IsingModel {
  const { count, offset, field } = ising;
  if (Array.from(field).every((value) => value === 0)) return ising;
  const rows: [number, number][][] = Array.from({ length: count + 1 }, () => []);
  for (const { i, j, value } of couplingsOf(ising)) rows[i]!.push([j, value]);
  for (let i = 0; i < count; i++) if (field[i] !== 0) rows[i]!.push([count, field[i]!]);
  const start = [0];
  for (const row of rows) start.push(start.at(-1)! + row.length);
  const entries = rows.flat();
  return {
    count: count + 1,
    offset,
    field: new Float64Array(count + 1),
    start,
    column: entries.map(([column]) => column),
    coupling: entries.map(([, value]) => value),
  };
}

/** The spins of the model itself: all turned if the ancilla points down, which changes no energy. */
export function withoutAncilla(spins: Int8Array, count: number): Int8Array {
  const reference = spins.length > count ? spins[count]! : 1;
  return spins.slice(0, count).map((spin) => spin * reference);
}
