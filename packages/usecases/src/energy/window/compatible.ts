import type { MovedSum } from "./moves.ts";

/** Two moves of different groups, as [group, move] each. */
export type MovePair = readonly [group: number, move: number, otherGroup: number, otherMove: number];

/** The moves of each group that are left, by their numbers; the first, which changes nothing, always is. */
export type Left = readonly (readonly number[])[];

/** Least and most of a sum over what is left, leaving out some groups. */
function range({ base, add }: MovedSum, left: Left, without: readonly number[]): readonly [number, number] {
  let [least, most] = [base, base];
  left.forEach((moves, group) => {
    if (without.includes(group)) return;
    const own = moves.map((move) => add[group]![move]!);
    least += Math.min(...own);
    most += Math.max(...own);
  });
  return [least, most];
}

const isOut = ({ lower, upper }: MovedSum, least: number, most: number): boolean =>
  least > upper || most < lower;

/** Leaves out moves that no moves of the other groups make possible, until there are none. */
export function possible(sums: readonly MovedSum[], left: Left): Left {
  const next = left.map((moves, group) =>
    moves.filter((move) =>
      sums.every((sum) => {
        const [least, most] = range(sum, left, [group]);
        const by = sum.add[group]![move]!;
        return !isOut(sum, least + by, most + by);
      }),
    ),
  );
  const isSame = next.every((moves, group) => moves.length === left[group]!.length);
  return isSame ? next : possible(sums, next);
}

/** Pairs that no moves of the other groups make possible. */
export function conflicts(sums: readonly MovedSum[], left: Left): readonly MovePair[] {
  const found = new Map<string, MovePair>();
  for (const sum of sums)
    for (let group = 0; group < left.length; group++)
      for (let other = group + 1; other < left.length; other++) {
        const [least, most] = range(sum, left, [group, other]);
        for (const move of left[group]!)
          for (const otherMove of left[other]!) {
            const by = sum.add[group]![move]! + sum.add[other]![otherMove]!;
            const pair: MovePair = [group, move, other, otherMove];
            if (isOut(sum, least + by, most + by)) found.set(pair.join(), pair);
          }
      }
  return [...found.values()];
}

export interface Checked {
  readonly combinations: number;
  readonly feasible: number;
  /** Combinations without a conflicting pair that break a sum all the same; none: the pairs say everything. */
  readonly broken: readonly (readonly number[])[];
}

/** Looks at every combination: those without a conflicting pair must keep every sum. */
export function checkPairs(sums: readonly MovedSum[], left: Left, pairs: readonly MovePair[]): Checked {
  const conflicting = new Set(pairs.map((pair) => pair.join()));
  const broken: (readonly number[])[] = [];
  let [combinations, feasible] = [0, 0];
  for (const moves of combinationsOf(left)) {
    combinations++;
    if (hasConflict(moves, conflicting)) continue;
    if (sums.every((sum) => isKept(sum, moves))) feasible++;
    else broken.push(moves);
  }
  return { combinations, feasible, broken };
}

function hasConflict(moves: readonly number[], conflicting: ReadonlySet<string>): boolean {
  for (let group = 0; group < moves.length; group++)
    for (let other = group + 1; other < moves.length; other++)
      if (conflicting.has(`${group},${moves[group]},${other},${moves[other]}`)) return true;
  return false;
}

function isKept({ base, add, lower, upper }: MovedSum, moves: readonly number[]): boolean {
  let sum = base;
  for (let group = 0; group < moves.length; group++) sum += add[group]![moves[group]!]!;
  return sum >= lower && sum <= upper;
}

function* combinationsOf(left: Left): Generator<readonly number[]> {
  const at = left.map(() => 0);
  for (;;) {
    yield at.map((position, group) => left[group]![position]!);
    let group = 0;
    while (group < at.length && ++at[group]! >= left[group]!.length) at[group++] = 0;
    if (group === at.length) return;
  }
}
