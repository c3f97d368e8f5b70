import type { PolynomialColumns } from "../polynomial.ts";

/** Rows by column: column c stands in row[k], at place entry[k] of the linear part, for k in start[c] … start[c+1]−1. */
export interface ColumnView {
  readonly start: Int32Array;
  readonly row: Int32Array;
  /** −1: as a factor of a product or as a switch, not in the linear part. */
  readonly entry: Int32Array;
}

type Visit = (column: number, row: number, entry: number) => void;

/**
 * The transpose of compressed rows, built once in two sweeps. Rows of a column ascend.
 * @param switches column that switches each row, −1: none
 */
export function columnView(columnCount: number, rows: PolynomialColumns, switches: Int32Array): ColumnView {
  const start = new Int32Array(columnCount + 1);
  eachPlace(rows, switches, (column) => {
    start[column + 1]!++;
  });
  for (let column = 0; column < columnCount; column++) start[column + 1]! += start[column]!;
  const next = start.slice(0, columnCount);
  const row = new Int32Array(start[columnCount]!);
  const entry = new Int32Array(row.length);
  eachPlace(rows, switches, (column, inRow, at) => {
    const place = next[column]!++;
    row[place] = inRow;
    entry[place] = at;
  });
  return { start, row, entry };
}

function eachPlace(rows: PolynomialColumns, switches: Int32Array, visit: Visit): void {
  const { start, column } = rows;
  for (let row = 0; row < switches.length; row++) {
    for (let entry = start[row]!; entry < start[row + 1]!; entry++) visit(column[entry]!, row, entry);
    eachFactor(rows, row, (factor) => visit(factor, row, -1));
    if (switches[row]! >= 0) visit(switches[row]!, row, -1);
  }
}

/** Every factor of every product of one row, repeated ones too. */
export function eachFactor(
  { quadratic, higher }: Pick<PolynomialColumns, "quadratic" | "higher">,
  row: number,
  visit: (column: number) => void,
): void {
  for (let entry = quadratic.start[row]!; entry < quadratic.start[row + 1]!; entry++) {
    visit(quadratic.left[entry]!);
    visit(quadratic.right[entry]!);
  }
  const from = higher.factorStart[higher.start[row]!]!;
  const to = higher.factorStart[higher.start[row + 1]!]!;
  for (let at = from; at < to; at++) visit(higher.factor[at]!);
}
