import { isingOf, type Qubo } from "@qtwin/model";

/**
 * A QUBO as offset + s·C·s over s in {−1, +1}: C symmetric without diagonal, row by row. The last spin stands for the fields,
 * so that bit i is 0 where its spin is that of the last one.
 */
export interface SpinMatrix {
  /** Variables and one more. */
  readonly size: number;
  readonly offset: number;
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
}

export function spinMatrixOf(qubo: Qubo): SpinMatrix {
  const { count, offset, field, start, column, coupling } = isingOf(qubo);
  const degree = new Int32Array(count + 2);
  const each = (visit: (left: number, right: number, weight: number) => void): void => {
    for (let row = 0; row < count; row++) {
      if (field[row] !== 0) visit(row, count, field[row]! / 2);
      for (let entry = start[row]!; entry < start[row + 1]!; entry++)
        if (coupling[entry] !== 0) visit(row, column[entry]!, coupling[entry]! / 2);
    }
  };
  each((left, right) => {
    degree[left + 1]!++;
    degree[right + 1]!++;
  });
  for (let row = 0; row <= count; row++) degree[row + 1]! += degree[row]!;
  const next = degree.slice();
  const columns = new Int32Array(degree[count + 1]!);
  const values = new Float64Array(columns.length);
  const put = (row: number, to: number, weight: number): void => {
    columns[next[row]!] = to;
    values[next[row]!++] = weight;
  };
  each((left, right, weight) => {
    put(left, right, weight);
    put(right, left, weight);
  });
  return { size: count + 1, offset, start: degree, column: columns, value: values };
}
