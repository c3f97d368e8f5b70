import type { ObjectiveTerm, QuadraticEntries } from "../model.ts";

/** A quadratic assignment: cost Σ flow[i,j]·distance[p(i),p(j)] over all i and j, both matrices row by row; column i·size + k: facility i is at place k. */
export interface Qap {
  readonly size: number;
  readonly flow: Float64Array;
  readonly distance: Float64Array;
}

/** For each index, the others (all, or the larger ones) between which something is not 0 in one of the two directions. */
function partners(size: number, matrix: Float64Array, which: "all" | "larger"): Int32Array[] {
  return Array.from({ length: size }, (_, i) => {
    const others: number[] = [];
    for (let j = which === "all" ? 0 : i + 1; j < size; j++)
      if (j !== i && (matrix[i * size + j] !== 0 || matrix[j * size + i] !== 0)) others.push(j);
    return Int32Array.from(others);
  });
}

/**
 * All products of two option columns that are not 0, a left column at a time, in order: facilities i < j at places k ≠ l.
 * What one facility would do at two places, or two at one, never counts. The views are used again for the next row.
 */
export function eachProductRow(
  { size, flow, distance }: Qap,
  visit: (left: number, right: Int32Array, value: Float64Array) => void,
): void {
  const facilities = partners(size, flow, "larger");
  const places = partners(size, distance, "all");
  const right = new Int32Array(size * size);
  const value = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let k = 0; k < size; k++) {
      let count = 0;
      for (const j of facilities[i]!) {
        const [there, back] = [flow[i * size + j]!, flow[j * size + i]!];
        for (const l of places[k]!) {
          const product = there * distance[k * size + l]! + back * distance[l * size + k]!;
          if (product === 0) continue;
          right[count] = j * size + l;
          value[count++] = product;
        }
      }
      if (count > 0) visit(i * size + k, right.subarray(0, count), value.subarray(0, count));
    }
}

/** The most products there can be: fewer when some cancel. */
export function mostProducts({ size, flow, distance }: Qap): number {
  const sum = (lists: readonly Int32Array[]): number => lists.reduce((count, list) => count + list.length, 0);
  return sum(partners(size, flow, "larger")) * sum(partners(size, distance, "all"));
}

/** The products as one row. */
export function quadraticOf(qap: Qap): QuadraticEntries {
  const most = mostProducts(qap);
  const [left, right, value] = [new Int32Array(most), new Int32Array(most), new Float64Array(most)];
  let count = 0;
  eachProductRow(qap, (first, seconds, products) => {
    left.fill(first, count, count + seconds.length);
    right.set(seconds, count);
    value.set(products, count);
    count += seconds.length;
  });
  const start = Int32Array.of(0, count);
  if (count === most) return { start, left, right, value };
  return { start, left: left.slice(0, count), right: right.slice(0, count), value: value.slice(0, count) };
}

/** What a facility costs at its own place. */
export function linearOf({ size, flow, distance }: Qap): Pick<ObjectiveTerm, "column" | "value"> {
  const cost = new Float64Array(size * size).map((_, column) => {
    const [i, k] = [Math.floor(column / size), column % size];
    return flow[i * size + i]! * distance[k * size + k]!;
  });
  const column = Int32Array.from(cost.keys()).filter((each) => cost[each] !== 0);
  return { column, value: Float64Array.from(column, (each) => cost[each]!) };
}
