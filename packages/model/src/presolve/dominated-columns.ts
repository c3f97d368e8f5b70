import { eachFactor } from "./column-view.ts";
import type { Workspace } from "./workspace.ts";

/** What fixing by dominance may lose. */
export const solutionSets = ["every-solution", "every-optimum", "an-optimum"] as const;
/**
 * `every-solution`: each feasible point stays. `every-optimum`: each best one. `an-optimum`: at least one best one.
 */
export type SolutionSet = (typeof solutionSets)[number];

const up = 1;
const down = 2;

/**
 * Fixes columns at a bound where no row, product, choice or structure holds them back and no part of the objective
 * gets worse. With parts of several priorities the rule holds for each, so that Pareto fronts and lexicographic optima
 * keep one point of each value.
 * @param keep what must stay; `every-optimum` asks for a part that gets strictly better
 * @returns what stayed
 * Source: Achterberg et al. 2020 (dual fixing).
 */
export function fixDominatedColumns(work: Workspace, keep: SolutionSet): SolutionSet {
  if (keep === "every-solution") return keep;
  const locks = locksOf(work);
  const worse = worseDirections(work);
  let stays: SolutionSet = "every-solution";
  for (let column = 0; column < locks.length; column++) {
    if (work.isFixed(column)) continue;
    const target = freeBound(work, column, locks[column]! | worse[column]!);
    if (target === null || (keep === "every-optimum" && worse[column] === 0)) continue;
    if (worse[column] === 0) stays = "an-optimum";
    else if (stays === "every-solution") stays = "every-optimum";
    work.fix(column, target);
  }
  return stays;
}

/** The finite bound a column may be moved to; null: none. @param held directions that are locked or get worse */
function freeBound(work: Workspace, column: number, held: number): number | null {
  if (!(held & down) && work.lower[column]! > -Infinity) return work.lower[column]!;
  return !(held & up) && work.upper[column]! < Infinity ? work.upper[column]! : null;
}

/** Directions in which a column may break a row or raise its price; columns in products and structures have both. */
function locksOf(work: Workspace): Uint8Array {
  const { rows, rowLower, rowUpper, alive, source } = work;
  const locks = work.pinned.map((pinned) => (pinned ? up | down : 0));
  const lockBoth = (column: number): void => {
    locks[column] = up | down;
  };
  for (const term of source.objective.terms) eachFactor(term, 0, lockBoth);
  for (let row = 0; row < source.constraints.count; row++) {
    if (!alive[row]) continue;
    const rising = (rowUpper[row]! < Infinity ? up : 0) | (rowLower[row]! > -Infinity ? down : 0);
    const falling = (rising & up ? down : 0) | (rising & down ? up : 0);
    for (let entry = rows.start[row]!; entry < rows.start[row + 1]!; entry++)
      locks[rows.column[entry]!]! |= rows.value[entry]! > 0 ? rising : falling;
    if (work.products[row]) eachFactor(rows, row, lockBoth);
  }
  return locks;
}

/** Directions in which some part of the objective gets worse. */
function worseDirections({ source }: Workspace): Uint8Array {
  const { objective, sense, variables } = source;
  const worse = new Uint8Array(variables.count);
  const sign = sense === "minimize" ? 1 : -1;
  for (const { weight = 1, column, value } of objective.terms)
    for (let entry = 0; entry < column.length; entry++) {
      const cost = sign * weight * value[entry]!;
      if (cost !== 0) worse[column[entry]!]! |= cost > 0 ? up : down;
    }
  return worse;
}
