import type { FamilyId } from "./families.ts";
import { gapPct, largestOf, meanOf } from "./gaps.ts";
import type { SolveRow } from "./rows.ts";
import { type Goal, goalOf } from "./sets.ts";

/** Of some gaps in %; null of none. */
export interface GapFigures {
  readonly meanPct: number | null;
  readonly worstPct: number | null;
}

/** What was published for others, over the instances of the rows. */
export interface ReferenceFigures extends GapFigures {
  readonly name: string;
  readonly count: number;
  /** Our mean gap on the same instances. */
  readonly ownMeanPct: number | null;
}

export interface SetSummary {
  readonly set: string;
  readonly count: number;
  /** Those with a checked solution; gaps are theirs. */
  readonly solved: number;
  /** Those with a best known value among them. */
  readonly compared: number;
  readonly at10S: GapFigures;
  readonly atEnd: GapFigures;
  readonly toPublishedBound: GapFigures;
  /** Objective to our own bound. */
  readonly toBound: GapFigures;
  /** At the best known value or better. */
  readonly atBest: number;
  readonly better: number;
  readonly proven: number;
  readonly goal: Goal | null;
  readonly references: readonly ReferenceFigures[];
}

const figuresOf = (gaps: readonly (number | null | undefined)[]): GapFigures => {
  const known = gaps.filter((gap) => gap !== null && gap !== undefined);
  return { meanPct: meanOf(known), worstPct: largestOf(known) };
};

/** The rows of one solver by set, in the order of their first rows. */
export function summaryOf(family: FamilyId, rows: readonly SolveRow[]): readonly SetSummary[] {
  return Array.from(
    Map.groupBy(rows, ({ set }) => set),
    ([set, its]) => {
      const gaps = its.flatMap((row) => (row.gapPct === null ? [] : [row.gapPct]));
      return {
        set,
        count: its.length,
        solved: its.filter(({ objective }) => objective !== null).length,
        compared: gaps.length,
        at10S: figuresOf(its.map(({ at10S }) => at10S?.gapPct)),
        atEnd: figuresOf(gaps),
        toPublishedBound: figuresOf(its.map((row) => row.gapToPublishedBoundPct)),
        toBound: figuresOf(its.map((row) => row.gapToBoundPct)),
        atBest: gaps.filter((gap) => gap <= 0).length,
        better: gaps.filter((gap) => gap < 0).length,
        proven: its.filter(({ proven }) => proven).length,
        goal: goalOf(family, set),
        references: referenceFigures(its),
      };
    },
  );
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
    return { name, count: both.length, ...theirs, ownMeanPct: meanOf(both.map(({ own }) => own)) };
  });
}
