import { type SpinRows, spinRows } from "../local-search/spin-rows.ts";
import type { IsingModel } from "../pauli/ising.ts";

/** Rows and columns exchanged. Rows are read in their order, so the new ones come out sorted by column. */
function transpose(rows: SpinRows): SpinRows {
  const { count, start, column, coupling } = rows;
  const next = start.slice();
  const turned = { column: new Int32Array(column.length), coupling: new Float64Array(column.length) };
  for (let i = 0; i < count; i += 1)
    for (let entry = start[i]!; entry < start[i + 1]!; entry += 1) {
      const at = next[column[entry]!]!;
      turned.column[at] = i;
      turned.coupling[at] = coupling[entry]!;
      next[column[entry]!]! += 1;
    }
  return { ...rows, ...turned };
}

/** Entries of the same pair, which stand side by side in a sorted row, become one. */
function sumRepeated(rows: SpinRows): SpinRows {
  const start = new Int32Array(rows.count + 1);
  const [column, coupling] = [rows.column.slice(), rows.coupling.slice()];
  let end = 0;
  for (let i = 0; i < rows.count; i += 1) {
    for (let entry = rows.start[i]!; entry < rows.start[i + 1]!; entry += 1) {
      const repeated = end > start[i]! && column[end - 1] === rows.column[entry];
      if (repeated) coupling[end - 1]! += rows.coupling[entry]!;
      else {
        column[end] = rows.column[entry]!;
        coupling[end] = rows.coupling[entry]!;
        end += 1;
      }
    }
    start[i + 1] = end;
  }
  return { ...rows, start, column: column.subarray(0, end), coupling: coupling.subarray(0, end) };
}

/** Each coupling in the rows of both its spins, by rising column, each pair once. @throws QT_QUANTUM_BAD_ISING */
export function sortedRows(ising: IsingModel): SpinRows {
  return sumRepeated(transpose(spinRows(ising)));
}
