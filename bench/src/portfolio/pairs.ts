import { gapPct, meanOf } from "./gaps.ts";
import type { SolveRow } from "./rows.ts";

/** Mean gaps on the instances that both have solved by then. */
export interface PairFigures {
  readonly count: number;
  readonly meanPct: number | null;
  readonly ownMeanPct: number | null;
}

/** Another solver beside us on a set: whoever fails on a hard instance gets no better mean by that. */
export interface Pair {
  readonly set: string;
  readonly at10S: PairFigures;
  readonly atEnd: PairFigures;
  /** Where both have a solution, best known value or not: ours is better, or theirs. */
  readonly ownBetter: number;
  readonly theirsBetter: number;
  /** Instances of those that both have tried where only we, or only they, have no solution. */
  readonly ownFailed: number;
  readonly theirsFailed: number;
}

interface Both {
  readonly own: SolveRow;
  readonly theirs: SolveRow;
}

/** By set, in the order of our rows. */
export function pairsOf(own: readonly SolveRow[], theirs: readonly SolveRow[]): readonly Pair[] {
  const byInstance = new Map(theirs.map((row) => [row.instance, row]));
  const both = own.flatMap((row): Both[] => {
    const other = byInstance.get(row.instance);
    return other === undefined ? [] : [{ own: row, theirs: other }];
  });
  return Array.from(
    Map.groupBy(both, (each) => each.own.set),
    ([set, its]) => pairOf(set, its),
  );
}

function pairOf(set: string, tried: readonly Both[]): Pair {
  const count = (holds: (own: number | null, theirs: number | null, row: SolveRow) => boolean): number =>
    tried.filter(({ own, theirs }) => holds(own.objective, theirs.objective, own)).length;
  const isBetter = (one: number | null, other: number | null, { sense }: SolveRow): boolean =>
    one !== null && other !== null && gapPct(sense, one, other) < 0;
  return {
    set,
    at10S: figuresOf(tried, (row) => row.at10S?.gapPct ?? null),
    atEnd: figuresOf(tried, (row) => row.gapPct),
    ownBetter: count(isBetter),
    theirsBetter: count((own, theirs, row) => isBetter(theirs, own, row)),
    ownFailed: count((own, theirs) => own === null && theirs !== null),
    theirsFailed: count((own, theirs) => own !== null && theirs === null),
  };
}

function figuresOf(tried: readonly Both[], gapOf: (row: SolveRow) => number | null): PairFigures {
  const gaps = tried.flatMap(({ own, theirs }) => {
    const [ownGap, theirGap] = [gapOf(own), gapOf(theirs)];
    return ownGap === null || theirGap === null ? [] : [{ ownGap, theirGap }];
  });
  return {
    count: gaps.length,
    meanPct: meanOf(gaps.map(({ theirGap }) => theirGap)),
    ownMeanPct: meanOf(gaps.map(({ ownGap }) => ownGap)),
  };
}
