import type { ObjectiveTerm, QuadraticEntries } from "../../model.ts";

/** A quadratic assignment: cost Σ flow[i,j]·distance[p(i),p(j)] over all i and j, both matrices row by row. */
export interface Qap {
  readonly size: number;
  readonly flow: Float64Array;
  readonly distance: Float64Array;
}

/** Number of the option column: facility i at place k. */
export const columnOf = (size: number, facility: number, place: number): number => facility * size + place;

/** Pairs of facilities i < j with some flow between them, by i. */
function pairsWithFlow({ size, flow }: Qap): Int32Array[] {
  return Array.from({ length: size }, (_, i) => {
    const others: number[] = [];
    for (let j = i + 1; j < size; j++)
      if (flow[i * size + j] !== 0 || flow[j * size + i] !== 0) others.push(j);
    return Int32Array.from(others);
  });
}

/** How many products `fillProducts` finds. */
export function countProducts(qap: Qap): number {
  let count = 0;
  eachProduct(qap, () => {
    count++;
  });
  return count;
}

/**
 * All products of two option columns that are not 0, in order: facilities i < j at places k ≠ l. What one facility
 * would do at two places, or two at one, never counts.
 */
export function eachProduct(qap: Qap, visit: (left: number, right: number, value: number) => void): void {
  const { size, flow, distance } = qap;
  const pairs = pairsWithFlow(qap);
  for (let i = 0; i < size; i++)
    for (let k = 0; k < size; k++) {
      const left = columnOf(size, i, k);
      for (const j of pairs[i]!) {
        const [there, back] = [flow[i * size + j]!, flow[j * size + i]!];
        for (let l = 0; l < size; l++) {
          if (l === k) continue;
          const value = there * distance[k * size + l]! + back * distance[l * size + k]!;
          if (value !== 0) visit(left, columnOf(size, j, l), value);
        }
      }
    }
}

/** The products as one row. */
export function quadraticOf(qap: Qap): QuadraticEntries {
  const count = countProducts(qap);
  const [left, right, value] = [new Int32Array(count), new Int32Array(count), new Float64Array(count)];
  let at = 0;
  eachProduct(qap, (first, second, product) => {
    left[at] = first;
    right[at] = second;
    value[at++] = product;
  });
  return { start: Int32Array.of(0, count), left, right, value };
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
