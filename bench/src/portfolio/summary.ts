import type { FamilyId } from "./families.ts";
import { gapPct, largestOf, meanOf } from "./gaps.ts";
import { type JudgedGoal, judgedGoals } from "./goals.ts";
import { isUnreadable, type SolveRow } from "./rows.ts";

/** Of some gaps in %; null of none. */
export interface GapFigures {
  /** How many gaps those are. */
  readonly count: number;
  readonly meanPct: number | null;
  readonly worstPct: number | null;
}

/** What was published for others, over the instances of the rows. */
export interface ReferenceFigures extends GapFigures {
  readonly name: string;
  /** Our mean gap on the same instances. */
  readonly ownMeanPct: number | null;
}

export interface SetSummary {
  readonly set: string;
  /** How many instances of it were to be run, and how many of those were, as far as their files can be read. */
  readonly chosen: number;
  readonly count: number;
  /** Those whose files nobody can read: they are in no other figure. */
  readonly unreadable: number;
  /** Those with a checked solution; gaps are theirs, so that figures of two solvers compare only by `pairsOf`. */
  readonly solved: number;
  /** Those without one, for whatever reason. */
  readonly failed: number;
  readonly at10S: GapFigures;
  readonly atEnd: GapFigures;
  readonly toPublishedBound: GapFigures;
  /** Objective to our own bound. */
  readonly toBound: GapFigures;
  /** At the best known value or better. */
  readonly atBest: number;
  readonly better: number;
  readonly proven: number;
  readonly goals: readonly JudgedGoal[];
  readonly references: readonly ReferenceFigures[];
}

const isSolved = ({ objective }: SolveRow): boolean => objective !== null;

const figuresOf = (gaps: readonly (number | null | undefined)[]): GapFigures => {
  const known = gaps.filter((gap) => gap !== null && gap !== undefined);
  return { count: known.length, meanPct: meanOf(known), worstPct: largestOf(known) };
};

/** How many instances each set has. */
export const countBySet = (instances: readonly { readonly set: string }[]): ReadonlyMap<string, number> =>
  new Map(
    Array.from(
      Map.groupBy(instances, ({ set }) => set),
      ([set, its]) => [set, its.length],
    ),
  );

/**
 * The rows of one solver by set, in the order of their first rows.
 * @param chosen how many instances of each set were to be run; default: those that were
 */
export function summaryOf(
  family: FamilyId,
  rows: readonly SolveRow[],
  chosen: ReadonlyMap<string, number> = countBySet(rows),
): readonly SetSummary[] {
  return Array.from(
    Map.groupBy(rows, ({ set }) => set),
    ([set, its]) => setSummary(family, set, its, chosen.get(set) ?? its.length),
  );
}

function setSummary(family: FamilyId, set: string, all: readonly SolveRow[], chosen: number): SetSummary {
  const its = all.filter((row) => !isUnreadable(row));
  const gaps = its.flatMap((row) => (row.gapPct === null ? [] : [row.gapPct]));
  return {
    set,
    chosen,
    count: its.length,
    unreadable: all.length - its.length,
    solved: its.filter(isSolved).length,
    failed: its.filter((row) => !isSolved(row)).length,
    at10S: figuresOf(its.map(({ at10S }) => at10S?.gapPct)),
    atEnd: figuresOf(gaps),
    toPublishedBound: figuresOf(its.map((row) => row.gapToPublishedBoundPct)),
    toBound: figuresOf(its.map((row) => row.gapToBoundPct)),
    atBest: gaps.filter((gap) => gap <= 0).length,
    better: gaps.filter((gap) => gap < 0).length,
    proven: its.filter(({ proven }) => proven).length,
    goals: judgedGoals(family, set, all, chosen),
    references: referenceFigures(its),
  };
}

function referenceFigures(rows: readonly SolveRow[]): readonly ReferenceFigures[] {
  const names = new Set(rows.flatMap(({ references }) => Object.keys(references)));
  return Array.from(names, (name) => {
    const both = rows.flatMap(({ references, sense, best, gapPct: own }) => {
      const reached = references[name];
      if (reached === undefined || best === null || own === null) return [];
      return [{ theirs: gapPct(sense, reached, best), own }];
    });
    const theirs = figuresOf(both.map((each) => each.theirs));
    return { name, ...theirs, ownMeanPct: meanOf(both.map(({ own }) => own)) };
  });
}
