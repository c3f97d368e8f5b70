import type { MoveCosts } from "./choice-model.ts";
import type { Left } from "./compatible.ts";
import type { IntervalOptimum } from "./interval.ts";
import type { Move, MoveGroup } from "./moves.ts";

export interface PricedMoves {
  readonly costs: MoveCosts;
  /** Moves that go with all other groups unchanged. */
  readonly possible: Left;
  /** What is best in each interval for one move a group. */
  readonly optimum: (moves: readonly number[]) => readonly (IntervalOptimum | null)[];
}

type Table = readonly (readonly (IntervalOptimum | null)[])[];

/**
 * What moves of groups cost that follow each other in time: interval g lies between group g − 1 and group g, so that each
 * pair of neighbours is one table of optima, and no other groups meet.
 * @param own what each move costs by itself
 * @param best the optimum of interval `at` with these moves made
 */
export async function pairCosts(
  groups: readonly MoveGroup[],
  own: readonly Float64Array[],
  best: (moves: readonly Move[], at: number) => Promise<IntervalOptimum | null>,
): Promise<PricedMoves> {
  const nobody: MoveGroup = { name: "", moves: [{ label: "", add: new Map() }] };
  const chain = [nobody, ...groups, nobody];
  const tables: Table[] = [];
  for (let at = 0; at + 1 < chain.length; at++) {
    const table: (IntervalOptimum | null)[][] = [];
    for (const before of chain[at]!.moves) {
      const row: (IntervalOptimum | null)[] = [];
      for (const after of chain[at + 1]!.moves) row.push(await best([before, after], at));
      table.push(row);
    }
    tables.push(table);
  }
  const costOf = (at: number, before: number, after: number): number =>
    tables[at]![before]![after]?.cost ?? Number.NaN;
  const alone = (group: number, move: number): number =>
    costOf(group, 0, move) + costOf(group + 1, move, 0) - costOf(group, 0, 0) - costOf(group + 1, 0, 0);
  return {
    costs: {
      own: own.map((costs, group) => costs.map((cost, move) => cost + alone(group, move))),
      withNext: groups.slice(1).map(({ moves: next }, group) =>
        groups[group]!.moves.map((_, move) =>
          Float64Array.from(next, (_next, after) => {
            const at = group + 1;
            if (move === 0 || after === 0) return 0;
            return costOf(at, move, after) - costOf(at, move, 0) - costOf(at, 0, after) + costOf(at, 0, 0);
          }),
        ),
      ),
      constant: tables.reduce((sum, _, at) => sum + costOf(at, 0, 0), 0),
    },
    possible: groups.map(({ moves }, group) =>
      [...moves.keys()].filter((move) => Number.isFinite(alone(group, move))),
    ),
    optimum: (moves) => {
      const all = [0, ...moves, 0];
      return tables.map((table, at) => table[all[at]!]![all[at + 1]!]!);
    },
  };
}
