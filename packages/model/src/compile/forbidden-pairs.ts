import { Polynomial } from "../polynomial.ts";
import type { Lowering } from "./lowering.ts";

/**
 * None of the pairs of a row may be 1 together  →  at most one of each clique is 1, with cliques that cover all pairs.
 * Cliques grow greedily, from the pairs in order.
 */
export function addForbiddenPairs(into: Lowering, row: number): void {
  const { quadratic, meaning } = into.source.constraints;
  const neighbours = new Map<number, Set<number>>();
  const around = (column: number): Set<number> => {
    if (!neighbours.has(column)) neighbours.set(column, new Set());
    return neighbours.get(column)!;
  };
  for (let entry = quadratic.start[row]!; entry < quadratic.start[row + 1]!; entry++) {
    around(quadratic.left[entry]!).add(quadratic.right[entry]!);
    around(quadratic.right[entry]!).add(quadratic.left[entry]!);
  }
  const covered = new Set<string>();
  for (const [left, others] of neighbours)
    for (const right of others) {
      if (left > right || covered.has(`${left},${right}`)) continue;
      addClique(
        into,
        grown([left, right], neighbours),
        covered,
        into.part(meaning[row]!, `[${left},${right}]`),
      );
    }
}

/** A clique that contains these two and cannot be larger, ascending. */
function grown(pair: readonly [number, number], neighbours: ReadonlyMap<number, Set<number>>): number[] {
  const clique: number[] = [...pair];
  for (const candidate of neighbours.get(pair[0])!)
    if (clique.every((member) => neighbours.get(member)!.has(candidate))) clique.push(candidate);
  return clique.sort((a, b) => a - b);
}

function addClique(
  into: Lowering,
  clique: readonly number[],
  covered: Set<string>,
  meaning: ReturnType<Lowering["part"]>,
): void {
  const sum = new Polynomial();
  for (const [at, left] of clique.entries()) {
    sum.linear(left, 1);
    for (const right of clique.slice(at + 1)) covered.add(`${left},${right}`);
  }
  into.rows.add(meaning, sum, -Infinity, 1);
}
