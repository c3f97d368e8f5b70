import { equalMeansPct, gapPct, meanOf } from "./gaps.ts";
import type { Reached, SolveRow } from "./rows.ts";

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

/** Another solver beside us at one time, over all sets of the family. */
export interface FamilyFigures extends PairFigures {
  /** Our mean gap beside theirs; null: no instance that both have solved by then has a published best value. */
  readonly verdict: "lower" | "equal" | "higher" | null;
  /** Both have solved them by then, and without a published best value they are in no mean. */
  readonly withoutBest: number;
  /** Objectives of all that both have solved by then: ours is better, the same, or theirs is better. */
  readonly ownBetter: number;
  readonly equal: number;
  readonly theirsBetter: number;
  /** Instances of those that both have tried where by then only we, or only they, have no solution. */
  readonly ownFailed: number;
  readonly theirsFailed: number;
}

/** Another solver beside us on the whole family. */
export interface FamilyPair {
  readonly at10S: FamilyFigures;
  readonly atEnd: FamilyFigures;
}

interface Both {
  readonly own: SolveRow;
  readonly theirs: SolveRow;
}

/** By set, in the order of our rows. */
export function pairsOf(own: readonly SolveRow[], theirs: readonly SolveRow[]): readonly Pair[] {
  return Array.from(
    Map.groupBy(triedByBoth(own, theirs), (each) => each.own.set),
    ([set, its]) => pairOf(set, its),
  );
}

/** On all instances that both have tried, whatever their set. */
export function familyPairOf(own: readonly SolveRow[], theirs: readonly SolveRow[]): FamilyPair {
  const tried = triedByBoth(own, theirs);
  return { at10S: familyFiguresOf(tried, at10S), atEnd: familyFiguresOf(tried, atEnd) };
}

function triedByBoth(own: readonly SolveRow[], theirs: readonly SolveRow[]): readonly Both[] {
  const byInstance = new Map(theirs.map((row) => [row.instance, row]));
  return own.flatMap((row): Both[] => {
    const other = byInstance.get(row.instance);
    return other === undefined ? [] : [{ own: row, theirs: other }];
  });
}

/** What a run had reached by then. */
type ReachedBy = (row: SolveRow) => Reached | null;
const at10S: ReachedBy = (row) => row.at10S;
const atEnd: ReachedBy = ({ objective, gapPct: gap }) =>
  objective === null ? null : { objective, gapPct: gap };

const pairOf = (set: string, tried: readonly Both[]): Pair => ({
  set,
  at10S: figuresOf(tried, at10S),
  atEnd: figuresOf(tried, atEnd),
  ...comparedObjectives(tried, atEnd),
});

type ComparedObjectives = Pick<Pair, "ownBetter" | "theirsBetter" | "ownFailed" | "theirsFailed">;

function comparedObjectives(tried: readonly Both[], reachedBy: ReachedBy): ComparedObjectives {
  const count = (holds: (own: Reached | null, theirs: Reached | null, row: SolveRow) => boolean): number =>
    tried.filter(({ own, theirs }) => holds(reachedBy(own), reachedBy(theirs), own)).length;
  const isBetter = (one: Reached | null, other: Reached | null, { sense }: SolveRow): boolean =>
    one !== null && other !== null && gapPct(sense, one.objective, other.objective) < 0;
  return {
    ownBetter: count(isBetter),
    theirsBetter: count((own, theirs, row) => isBetter(theirs, own, row)),
    ownFailed: count((own, theirs) => own === null && theirs !== null),
    theirsFailed: count((own, theirs) => own !== null && theirs === null),
  };
}

function figuresOf(tried: readonly Both[], reachedBy: ReachedBy): PairFigures {
  const gaps = tried.flatMap(({ own, theirs }) => {
    const [ownGap, theirGap] = [reachedBy(own)?.gapPct ?? null, reachedBy(theirs)?.gapPct ?? null];
    return ownGap === null || theirGap === null ? [] : [{ ownGap, theirGap }];
  });
  return {
    count: gaps.length,
    meanPct: meanOf(gaps.map(({ theirGap }) => theirGap)),
    ownMeanPct: meanOf(gaps.map(({ ownGap }) => ownGap)),
  };
}

function familyFiguresOf(tried: readonly Both[], reachedBy: ReachedBy): FamilyFigures {
  const figures = figuresOf(tried, reachedBy);
  const compared = comparedObjectives(tried, reachedBy);
  const solved = tried.filter(({ own, theirs }) => reachedBy(own) !== null && reachedBy(theirs) !== null);
  return {
    ...figures,
    verdict: verdictOf(figures),
    withoutBest: solved.length - figures.count,
    ...compared,
    equal: solved.length - compared.ownBetter - compared.theirsBetter,
  };
}

function verdictOf({ meanPct, ownMeanPct }: PairFigures): FamilyFigures["verdict"] {
  if (meanPct === null || ownMeanPct === null) return null;
  if (Math.abs(ownMeanPct - meanPct) <= equalMeansPct) return "equal";
  return ownMeanPct < meanPct ? "lower" : "higher";
}
